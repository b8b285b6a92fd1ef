#include <chaos/seeded/shared_schedule.hpp>

#include <parlance/foundation/limits.hpp>

#include <chaos/seeded/client_tasks.hpp>
#include <fakes/run.hpp>

#include <utility>

namespace parlance::chaos {
namespace {

constexpr std::size_t replicas_count = 3;
constexpr std::size_t shared_questions_max = 5;
constexpr std::size_t shared_clients_max = 8;
constexpr std::size_t shared_acts = 70;

fakes::in_memory_conversation_store::broken_rule rule_of(mutation broken)
{
    using rule = fakes::in_memory_conversation_store::broken_rule;
    switch (broken) {
        case mutation::anybody_writes: return rule::anybody_writes;
        case mutation::ends_change: return rule::ends_change;
        case mutation::ended_twice: return rule::ended_again_and_again;
        default: return rule::none;
    }
}

}  // namespace

shared_schedule::shared_schedule(std::uint64_t seed, mutation broken)
    : kept_(seed), mutation_(broken), replicas_(replicas_count)
{
    constexpr int far_too_fast = 4;
    kept_.memory.break_rule(rule_of(broken));
    if (broken == mutation::leases_lapse_early) kept_.observed.run_fast(far_too_fast);
    kept_.store.plan([this](fakes::store_write what) { return next_trouble(what); });
    kept_.hub.plan([this](const chat::replica_message&) { return next_fate(); });
    kept_.store.tell_refused_progress(
        [this](const chat::turn_owner& owner, const std::vector<chat::turn_progress>& growth) {
            see_refused(owner, growth);
        });
    kept_.model.become_thoughtful();
    for (replica& one : replicas_) one.runs = std::make_unique<replica_process>(kept_, broken);
}

shared_schedule::~shared_schedule() = default;

fakes::trouble shared_schedule::next_trouble(fakes::store_write what)
{
    using fakes::store_write;
    using fakes::trouble;
    const bool lies = (mutation_ == mutation::begins_are_not_kept && what == store_write::begin) ||
                      (mutation_ == mutation::ends_are_not_kept && what == store_write::finish) ||
                      (mutation_ == mutation::deadline_keeps_nothing && is_cutting_ &&
                       what == store_write::finish);
    if (lies && roll(2) == 0) return trouble::lie;
    if (is_peace_ || roll(4) != 0) return trouble::none;
    switch (roll(3)) {
        case 0: return trouble::before_commit;
        case 1: return trouble::after_commit;
        default: return trouble::late;
    }
}

fakes::message_fate shared_schedule::next_fate()
{
    if (is_peace_) return {};
    return fakes::message_fate{roll(3), roll(3) == 0};
}

void shared_schedule::run()
{
    for (std::size_t act_number = 0; act_number < shared_acts && broken_.empty(); ++act_number) {
        act();
        step_all(roll(10));
        check();
    }
    is_peace_ = true;
    find_the_store();
    for (std::size_t which = 0; which < replicas_.size() && broken_.empty(); ++which) {
        replica& one = replicas_[which];
        one.is_paused = false;
        if (one.leaves_at) one.leaves_at = time();
        go_on_leaving(which);
        start_anew(which);
    }
    settle(&shared_schedule::is_all_ended);
    settle(&shared_schedule::is_all_read);
    if (broken_.empty()) check_the_rest();
}

void shared_schedule::act()
{
    if (roll(2) == 0) act_on_clients();
    else act_on_replicas();
}

void shared_schedule::act_on_clients()
{
    switch (roll(8)) {
        case 0:
        case 1:
            if (questions_.size() < shared_questions_max) {
                ask();
                send(questions_.back());
            }
            break;
        case 2:
            if (!questions_.empty()) send(questions_[roll(questions_.size())]);
            break;
        case 3:
        case 4:
            if (!questions_.empty() && clients_.size() < shared_clients_max) {
                clients_.push_back(client{roll(questions_.size()), {}, nullptr, 0, {}});
                read(clients_.back());
            }
            break;
        case 5:
            if (!clients_.empty()) read(clients_[roll(clients_.size())]);
            break;
        case 6:
            if (!clients_.empty()) {
                client& leaving = clients_[roll(clients_.size())];
                if (leaving.connection) leaving.connection->cancel_all();
            }
            break;
        default: stop_one();
    }
}

void shared_schedule::act_on_replicas()
{
    const std::size_t which = roll(replicas_.size());
    replica& one = replicas_[which];
    switch (roll(14)) {
        case 0:
            if (roll(4) == 0) kill(which);
            break;
        case 1: start_anew(which); break;
        case 2:
            if (roll(2) == 0) one.is_paused = true;
            else sleep_for_long(which);
            break;
        case 3:
        case 4: one.is_paused = false; break;
        case 5: kept_.hub.deliver_late(1 + roll(3)); break;
        case 6:
        case 7: let_time_go_by(); break;
        case 8:
            if (one.runs && !one.is_paused) one.runs->look_for_stops();
            break;
        case 9:
            if (roll(3) == 0) tell_to_leave(which);
            break;
        case 10:
            if (is_store_away_) find_the_store();
            else if (roll(3) == 0) lose_the_store(which);
            break;
        default:
            if (one.runs && !one.is_paused) one.runs->tick();
    }
    if (one.runs && !one.is_paused) one.runs->tell_news();
    for (std::size_t leaving = 0; leaving < replicas_.size(); ++leaving) go_on_leaving(leaving);
}

/// In the middle of an answer that is read there, and at times long enough for the others to
/// declare it dead; then it goes on as if nothing had happened.
void shared_schedule::sleep_for_long(std::size_t which)
{
    replica& one = replicas_[which];
    if (!one.runs || one.is_paused) return;
    ask_and_read(which);
    one.is_paused = true;
    while (roll(10) != 0) let_time_go_by();
    one.is_paused = false;
}

void shared_schedule::ask_and_read(std::size_t which)
{
    const bool has_room =
        questions_.size() < shared_questions_max && clients_.size() < shared_clients_max;
    if (!has_room) return;
    replica_process& there = *replicas_[which].runs;
    ask();
    send(questions_.back(), which);
    there.step(4 + roll(8));
    clients_.push_back(client{questions_.size() - 1, {}, nullptr, 0, {}});
    read(clients_.back(), which);
    there.step(roll(20));
}

std::chrono::milliseconds shared_schedule::time() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        kept_.time.steady().time_since_epoch());
}

/// A second, with the rounds of a second on every replica that runs; at times much longer for those
/// that do not.
void shared_schedule::let_time_go_by()
{
    const std::size_t seconds = 1 + roll(4);
    for (std::size_t second = 0; second < seconds; ++second) {
        kept_.time.advance(std::chrono::seconds(1));
        kept_.observed.advance(std::chrono::seconds(1));
        if (is_peace_) kept_.model.wake_all();
        else kept_.model.wake_some();
        for (replica& one : replicas_) {
            if (!one.runs || one.is_paused) continue;
            if (!is_peace_) plan_trouble_of_replicas();
            one.runs->pulse();
            one.runs->look();
            if (is_store_away_) one.runs->tick();
        }
        step_all(is_peace_ ? 60 : 20);
        for (std::size_t leaving = 0; leaving < replicas_.size(); ++leaving) go_on_leaving(leaving);
        check();
    }
}

void shared_schedule::plan_trouble_of_replicas()
{
    using fakes::conversation_operation;
    const error away = fail(fault::overloaded, "away");
    if (roll(12) == 0) {
        const auto which =
            roll(2) == 0 ? conversation_operation::beat : conversation_operation::heartbeats;
        kept_.memory.fail_next(which, away);
    }
    if (roll(12) != 0) return;
    if (roll(2) == 0) kept_.memory.fail_next(conversation_operation::declare_dead, away);
    else kept_.memory.lose_next_death(away);
}

void shared_schedule::start_anew(std::size_t which)
{
    replica& one = replicas_[which];
    if (one.runs || is_store_away_) return;  // a server waits for its store
    one.runs = std::make_unique<replica_process>(kept_, mutation_);
}

void shared_schedule::kill(std::size_t which)
{
    if (replicas_[which].runs) end_process(which);
}

void shared_schedule::end_process(std::size_t which)
{
    replica& one = replicas_[which];
    one.is_paused = false;
    one.leaves_at.reset();
    one.runs = nullptr;
    for (client& reading : clients_) {
        if (reading.connected_to == which) reading.connection = nullptr;
    }
    for (question& asking : questions_) {
        if (asking.request_to == which) asking.request = nullptr;
    }
}

void shared_schedule::step_all(std::size_t handlers)
{
    for (replica& one : replicas_) {
        if (one.runs && !one.is_paused) one.runs->step(handlers);
    }
}

std::optional<std::size_t> shared_schedule::one_that_runs()
{
    const std::size_t first = roll(replicas_.size());
    for (std::size_t count = 0; count < replicas_.size(); ++count) {
        const std::size_t which = (first + count) % replicas_.size();
        if (replicas_[which].runs) return which;
    }
    return std::nullopt;
}

void shared_schedule::ask()
{
    question asking{person(static_cast<std::uint8_t>(1 + roll(2))), {}, false, nullptr, 0, {}};
    asking.asked.message_text = "Question " + std::to_string(questions_.size()) + "?";
    asking.asked.id = chat::turn_id::make(kept_.now, kept_.ids);
    questions_.push_back(std::move(asking));
}

void shared_schedule::send(question& asking, std::optional<std::size_t> to)
{
    if (asking.request && !asking.request->wait_until_idle(at_once)) {
        if (roll(2) == 0) asking.request->cancel_all();  // the client gives up
        return;
    }
    if (!to) return;
    replica_process& there = *replicas_[*to].runs;
    asking.request_to = *to;
    asking.request = std::make_unique<runtime::supervisor>(there.threads(), kept_.log);
    asking.request->start(
        "request", send_once(there.service(), asking.who, asking.asked, asking.is_acknowledged));
}

void shared_schedule::read(client& reading, std::optional<std::size_t> from)
{
    if (reading.connection && !reading.connection->wait_until_idle(at_once)) return;
    if (reading.state.ends > 0) return;
    if (!from) return;
    replica_process& there = *replicas_[*from].runs;
    const question& of = questions_[reading.of];
    reading.connected_to = *from;
    reading.connection = std::make_unique<runtime::supervisor>(there.threads(), kept_.log);
    reading.connection->start(
        "reader", connection(there.service(), of.who, *of.asked.id, reading.state, kept_.random));
    if (replicas_[*from].leaves_at && !replicas_[*from].is_paused) expect_sent_away(reading);
}

void shared_schedule::stop_one()
{
    const auto at = one_that_runs();
    if (questions_.empty() || !at) return;
    const question& which = questions_[roll(questions_.size())];
    replica_process& there = *replicas_[*at].runs;
    there.tasks().start("stop", stop_it(there.service(), which.who, *which.asked.id));
}

void shared_schedule::settle(bool (shared_schedule::*is_done)())
{
    constexpr int rounds_max = 1'500;
    for (int round = 0; round < rounds_max && broken_.empty(); ++round) {
        // A connection to a replica that was asleep when it came is given up at times.
        for (client& reading : clients_) {
            if (round % 100 == 99 && reading.connection) reading.connection->cancel_all();
        }
        kept_.hub.deliver_late(5);
        for (replica& one : replicas_) {
            one.runs->tick();
            one.runs->look_for_stops();
        }
        if (round % 4 == 0) let_time_go_by();
        step_all(40);
        check();
        if ((this->*is_done)()) return;
    }
    note("something never came to an end");
}

bool shared_schedule::is_all_ended()
{
    bool is_all = true;
    for (const replica& one : replicas_) is_all = is_all && one.runs->service().running() == 0;
    for (question& asked : questions_) {
        const auto record = kept_.memory.peek(key_of(asked));
        const bool has_ended = record && chat::is_final(record->state);
        if (!has_ended) send(asked);
        is_all = is_all && has_ended;
    }
    return is_all;
}

bool shared_schedule::is_all_read()
{
    bool is_all = true;
    for (client& reading : clients_) {
        if (reading.state.ends > 0) continue;
        read(reading);
        is_all = false;
    }
    return is_all;
}

}  // namespace parlance::chaos
