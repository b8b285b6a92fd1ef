#include <parlance/chat/turn_beginning.hpp>

#include <parlance/chat/take_turn.hpp>
#include <parlance/foundation/event.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5'000};

/// True when the question may have been committed all the same.
bool is_unknown(const error& cause)
{
    return cause.kind == fault::overloaded || cause.kind == fault::upstream_unavailable ||
           cause.kind == fault::deadline_exceeded;
}

error with_a_pause(error cause)
{
    if (cause.kind == fault::overloaded && !cause.retry_after) {
        cause.retry_after = overloaded("").retry_after;
    }
    return cause;
}

}  // namespace

turn_beginning::turn_beginning(turn_service::parts with, std::shared_ptr<running_turns> in,
                               std::shared_ptr<running_turn> which, new_turn how,
                               language::language_model& model)
    : with_(with),
      running_(std::move(in)),
      turn_(std::move(which)),
      begin_(std::move(how)),
      model_(model)
{
}

turn_beginning::~turn_beginning()
{
    if (!turn_) return;
    if (!turn_->is_begun) {
        turn_->not_begun = fail(fault::internal, "the question could not be kept");
        turn_->publish_begin();
    }
    with_.progress.forget(key());
    if (turn_->log && !is_final(turn_->log->state())) turn_->log->close();
    running_->forget(key(), turn_);
}

task<> turn_beginning::run(turn_beginning self)
{
    const bool is_ours = co_await self.begin();
    if (!is_ours) co_return;
    self.tell_begun();
    const turn_service::parts& with = self.with_;
    const turn_tools tools{with.store,  with.retriever, self.model_, with.progress,      with.feed,
                           with.keeper, with.now,       with.log,    with.store_patience};
    std::string().swap(self.begin_.question);  // from here on its log has it
    co_await take_turn(tools, self.turn_, std::move(self.begin_.trace_id));
}

/// @return true when the turn is to be taken here. A frame of its own: it is gone while the turn is
/// taken, which may be minutes.
task<bool> turn_beginning::begin()
{
    const call_scope unbounded;
    auto begun = co_await with_.store.begin_turn(unbounded, turn_->who, begin_);
    if (!begun && is_unknown(begun.error())) {
        begun = co_await find_out(begun.error());
        if (!begun && turn_->is_begun) co_return false;
    }
    co_return publish(std::move(begun));
}

void turn_beginning::tell_begun()
{
    const turn_changed news{begin_.id, turn_->log->snapshot().parent, turn_state::running};
    with_.feed.publish(turn_->who.id, turn_->conversation(), conversation_changed());
    with_.feed.publish(turn_->who.id, turn_->conversation(), news);
    with_.keeper.wake();
}

/// What became of a question whose commit was not heard of. Its client is told to ask again when
/// that cannot be found out at once; what was committed is taken then, whether it asks or not: the
/// same question comes with the same id, to whichever replica.
task<result<begun_turn>> turn_beginning::find_out(error cause)
{
    const call_scope unbounded;
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        auto found = co_await with_.store.find_turn(unbounded, turn_->who, begin_.id);
        if (!found && found.error().kind == fault::not_found) co_return cause;
        if (found) {
            auto again = co_await with_.store.begin_turn(unbounded, turn_->who, begin_);
            if (again || !is_unknown(again.error())) co_return again;
        }
        tell_to_ask_again(cause);
        if (running_->is_refusing()) co_return cause;
        event pausing;
        co_await pausing.wait_until(with_.now.steady() + pause);
    }
}

void turn_beginning::tell_to_ask_again(error cause)
{
    if (turn_->is_begun) return;
    turn_->not_begun = with_a_pause(std::move(cause));
    turn_->publish_begin();
}

/// Lets whoever waits see the outcome. @return true when the turn is to be taken here.
bool turn_beginning::publish(result<begun_turn> begun)
{
    if (!begun) {
        turn_->not_begun = with_a_pause(begun.error());
        turn_->publish_begin();
        return false;
    }
    const bool is_untaken = is_untouched(begun->record) && begun->record.owner == turn_->owner;
    const bool is_ours = begun->is_new || is_untaken;
    if (turn_->is_begun) {
        // Its client was told to ask again. What it was told stays; from here on it is another one.
        if (!is_ours) return false;
        turn_ = running_->reserve_again(key(), *turn_);
    }
    turn_->begun_in = begun->record.conversation;
    turn_->is_elsewhere = !is_ours;
    const std::shared_ptr<running_turn> turn = turn_;
    if (is_ours) {
        turn->log = std::make_shared<turn_log>(std::move(begun->record), &with_.lease.permit());
        if (running_->is_sending_away()) turn->log->send_away();
        const auto on_fenced = [turn] { turn->fence(); };
        const auto on_overflow = [turn] { turn->end_because(stop_cause::overflow); };
        progress_writer::watched_turn watched{turn->owner, turn->log, on_fenced, on_overflow};
        with_.progress.watch(key(), std::move(watched));
    } else {
        turn->log = std::make_shared<turn_log>(std::move(begun->record));
    }
    turn->publish_begin();
    // It may have been declared dead while the question was being committed.
    if (turn->cause == stop_cause::fenced) turn->log->withhold();
    return is_ours;
}

}  // namespace parlance::chat
