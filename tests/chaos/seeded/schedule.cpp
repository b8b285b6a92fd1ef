#include <chaos/seeded/schedule.hpp>

#include <chaos/seeded/client_tasks.hpp>
#include <fakes/run.hpp>

#include <utility>

namespace parlance::chaos {
namespace {

constexpr std::size_t questions_max = 6;
constexpr std::size_t clients_max = 10;
constexpr std::size_t acts = 60;

}  // namespace

schedule::schedule(std::uint64_t seed) : kept_(seed), here_(std::make_unique<world>(kept_))
{
    kept_.store.plan([this](fakes::store_write) { return next_trouble(); });
}

schedule::~schedule() = default;

fakes::trouble schedule::next_trouble()
{
    if (is_peace_ || roll(4) != 0) return fakes::trouble::none;
    return roll(2) == 0 ? fakes::trouble::before_commit : fakes::trouble::after_commit;
}

void schedule::run()
{
    for (std::size_t act_number = 0; act_number < acts; ++act_number) {
        act();
        here_->step(roll(12));
        watch_ends();
    }
    is_peace_ = true;
    settle(&schedule::is_all_ended);
    settle(&schedule::is_all_read);
}

void schedule::act()
{
    switch (roll(16)) {
        case 0:
        case 1:
        case 2:
            if (questions_.size() < questions_max) ask();
            break;
        case 3:
            if (!questions_.empty()) send(questions_[roll(questions_.size())]);
            break;
        case 4:
        case 5:
        case 6:
            if (!questions_.empty() && clients_.size() < clients_max) {
                clients_.push_back(client{roll(questions_.size()), {}, nullptr});
            }
            break;
        case 7:
        case 8:
            if (!clients_.empty()) read(clients_[roll(clients_.size())]);
            break;
        case 9:
            if (!clients_.empty()) disconnect(clients_[roll(clients_.size())]);
            break;
        case 10: stop_one(); break;
        case 11:
            if (roll(6) == 0) crash();
            break;
        default: tick();
    }
}

void schedule::ask()
{
    question asking{person(static_cast<std::uint8_t>(1 + roll(2))), {}, false, nullptr, {}};
    asking.asked.message_text = "Question " + std::to_string(questions_.size()) + "?";
    // One id in two for both principals: they must not meet.
    const bool is_shared = !questions_.empty() && roll(2) == 0;
    asking.asked.id = chat::turn_id::make(kept_.now, kept_.ids);
    if (is_shared && questions_.back().who.id != asking.who.id) {
        asking.asked.id = questions_.back().asked.id;
        for (const question& other : questions_) {
            const bool is_taken =
                other.who.id == asking.who.id && other.asked.id == asking.asked.id;
            if (is_taken) asking.asked.id = chat::turn_id::make(kept_.now, kept_.ids);
        }
    }
    questions_.push_back(std::move(asking));
    send(questions_.back());
}

void schedule::send(question& asking)
{
    if (asking.request && !asking.request->wait_until_idle(at_once)) {
        if (roll(2) == 0) asking.request->cancel_all();  // the client gives up
        return;
    }
    asking.request = std::make_unique<runtime::supervisor>(here_->threads(), kept_.log);
    asking.request->start("request",
                          send_once(here_->service(), asking.who, asking.asked, asking.is_begun));
}

void schedule::read(client& reading)
{
    if (reading.connection && !reading.connection->wait_until_idle(at_once)) return;
    if (reading.state.ends > 0) return;
    const question& of = questions_[reading.of];
    reading.connection = std::make_unique<runtime::supervisor>(here_->threads(), kept_.log);
    reading.connection->start(
        "reader", connection(here_->service(), of.who, *of.asked.id, reading.state, kept_.random));
}

void schedule::disconnect(client& reading)
{
    if (reading.connection) reading.connection->cancel_all();
}

void schedule::stop_one()
{
    if (questions_.empty()) return;
    const question& which = questions_[roll(questions_.size())];
    here_->tasks().start("stop", stop_it(here_->service(), which.who, *which.asked.id));
}

void schedule::tick()
{
    here_->tasks().start("progress", write_progress(here_->progress()));
}

void schedule::crash()
{
    has_crashed_ = true;
    here_ = nullptr;
    for (client& reading : clients_) reading.connection = nullptr;
    for (question& asking : questions_) asking.request = nullptr;
    here_ = std::make_unique<world>(kept_);
    const call_scope scope;
    const auto left =
        fakes::run(kept_.memory.interrupt_left_running(scope, here_->self(), kept_.now.wall()));
    if (!left) noted_.push_back("a crash could not be cleared up");
}

void schedule::watch_ends()
{
    for (question& asked : questions_) {
        const auto record = stored(asked);
        if (!record || !chat::is_final(record->state)) continue;
        if (!asked.final_record) asked.final_record = record;
        const bool is_same =
            record->state == asked.final_record->state &&
            record->answer == asked.final_record->answer &&
            fakes::brief(record->events) == fakes::brief(asked.final_record->events);
        if (!is_same) noted_.push_back("an end that was not final");
    }
}

std::optional<chat::turn_record> schedule::stored(const question& which)
{
    const call_scope scope;
    auto record = fakes::run(kept_.memory.find_turn(scope, which.who, *which.asked.id));
    if (!record) return std::nullopt;
    return std::move(*record);
}

void schedule::settle(bool (schedule::*is_done)())
{
    constexpr int rounds_max = 2'000;
    for (int round = 0; round < rounds_max; ++round) {
        here_->step(50);
        watch_ends();
        if ((this->*is_done)()) return;
    }
    noted_.push_back("something never came to an end");
}

bool schedule::is_all_ended()
{
    bool is_all = here_->service().running() == 0;
    for (question& asked : questions_) {
        const auto record = stored(asked);
        const bool has_ended = record && chat::is_final(record->state);
        if (!has_ended) send(asked);
        is_all = is_all && has_ended;
    }
    return is_all;
}

bool schedule::is_all_read()
{
    bool is_all = true;
    for (client& reading : clients_) {
        if (reading.state.ends > 0) continue;
        read(reading);
        is_all = false;
    }
    return is_all;
}

std::vector<std::string> schedule::broken()
{
    std::vector<std::string> all = noted_;
    for (const client& reading : clients_) {
        const fakes::turn_reader& reader = reading.state;
        const auto record = stored(questions_[reading.of]);
        if (!record) continue;
        if (!reader.broken_rule.empty()) all.push_back(reader.broken_rule);
        if (reader.ends != 1)
            all.push_back("a reader has " + std::to_string(reader.ends) + " ends");
        if (reader.text != record->answer) all.push_back("a reader's text is not the answer");
        if (reader.end && reader.end->state != record->state)
            all.push_back("another end was shown");
        // After a crash a reader may know of events that were lost.
        if (!has_crashed_ && reader.events != fakes::brief(record->events)) {
            all.push_back("a reader's events are not those of the turn");
        }
    }
    for (const question& asked : questions_) {
        if (kept_.model.asked.count(asked.asked.message_text) > 1 && !has_crashed_) {
            all.push_back("a question was answered twice");
        }
    }
    if (kept_.log.count("task_failed") > 0) all.push_back("a task failed");
    return all;
}

}  // namespace parlance::chaos
