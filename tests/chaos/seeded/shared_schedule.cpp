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
    for (replica& one : replicas_) one.runs = std::make_unique<replica_process>(kept_, broken);
}

shared_schedule::~shared_schedule() = default;

fakes::trouble shared_schedule::next_trouble(fakes::store_write what)
{
    using fakes::store_write;
    using fakes::trouble;
    const bool lies = (mutation_ == mutation::begins_are_not_kept && what == store_write::begin) ||
                      (mutation_ == mutation::ends_are_not_kept && what == store_write::finish);
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
    for (replica& one : replicas_) {
        one.is_paused = false;
        if (!one.runs) one.runs = std::make_unique<replica_process>(kept_, mutation_);
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
    switch (roll(12)) {
        case 0:
            if (roll(4) == 0) kill(which);
            break;
        case 1:
            if (!one.runs) one.runs = std::make_unique<replica_process>(kept_, mutation_);
            break;
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
        default:
            if (one.runs && !one.is_paused) one.runs->tick();
    }
    if (one.runs && !one.is_paused) one.runs->tell_news();
}

/// In the middle of an answer that is read there, and at times long enough for the others to
/// declare it dead; then it goes on as if nothing had happened.
void shared_schedule::sleep_for_long(std::size_t which)
{
    replica& one = replicas_[which];
    if (!one.runs || one.is_paused) return;
    if (questions_.size() < shared_questions_max && clients_.size() < shared_clients_max) {
        ask();
        send(questions_.back(), which);
        one.runs->step(4 + roll(8));
        clients_.push_back(client{questions_.size() - 1, {}, nullptr, 0, {}});
        read(clients_.back(), which);
        one.runs->step(roll(20));
    }
    one.is_paused = true;
    while (roll(10) != 0) let_time_go_by();
    one.is_paused = false;
}

/// A second, with the rounds of a second on every replica that runs; at times much longer for those
/// that do not.
void shared_schedule::let_time_go_by()
{
    const std::size_t seconds = 1 + roll(4);
    for (std::size_t second = 0; second < seconds; ++second) {
        kept_.time.advance(std::chrono::seconds(1));
        kept_.observed.advance(std::chrono::seconds(1));
        for (replica& one : replicas_) {
            if (!one.runs || one.is_paused) continue;
            if (!is_peace_ && roll(12) == 0) {
                error away = fail(fault::overloaded, "away");
                const auto which = roll(2) == 0 ? fakes::conversation_operation::beat
                                                : fakes::conversation_operation::heartbeats;
                kept_.memory.fail_next(which, std::move(away));
            }
            one.runs->pulse();
            one.runs->look();
        }
        step_all(is_peace_ ? 60 : 20);
        check();
    }
}

void shared_schedule::kill(std::size_t which)
{
    replica& one = replicas_[which];
    if (!one.runs) return;
    killed_.insert(one.runs->self());
    one.is_paused = false;
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
