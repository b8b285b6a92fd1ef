#include <parlance/chat/history_keeper.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::chrono::seconds retry_after{1};

}  // namespace

void history_keeper::stop()
{
    is_stopping_ = true;
    woken_.set();
}

task<> history_keeper::run()
{
    steady_time next_erasure = erases_ ? now_.steady() : steady_time::max();
    while (!is_stopping_) {
        steady_time next = next_erasure;
        auto indexed = co_await index_all();
        note_outcome(indexed);
        if (!indexed) next = std::min(next, now_.steady() + retry_after);
        if (now_.steady() >= next_erasure) {
            co_await erase_and_tell();
            next_erasure = now_.steady() + erase_every;
            next = indexed ? next_erasure : next;
        }
        if (look_every_) next = std::min(next, now_.steady() + *look_every_);
        if (!is_stopping_) co_await woken_.wait_until(next);
    }
}

/// Once for each outage of the store, which may last for hours.
void history_keeper::note_outcome(const result<>& indexed)
{
    const bool was_away = std::exchange(is_store_away_, !indexed);
    if (indexed || was_away) return;
    log_.log(log_level::warn, "messages_not_indexed", {{"reason", indexed.error().detail}});
}

task<result<>> history_keeper::index_all()
{
    const call_scope unbounded;
    while (!is_stopping_) {
        auto count = co_await store_.index_messages(unbounded, index_step_messages);
        if (!count) co_return count.error();
        // Nothing was left over; whoever adds something wakes the keeper.
        if (*count < index_step_messages) break;
    }
    co_return result<>();
}

task<> history_keeper::erase_and_tell()
{
    const auto erased = co_await erase_old();
    if (!erased) {
        log_.log(log_level::warn, "deleted_not_erased", {{"reason", erased.error().detail}});
    }
}

task<result<>> history_keeper::erase_old()
{
    const call_scope unbounded;
    const wall_time deleted_before = now_.wall() - limits::restorable_for;
    std::size_t total = 0;
    while (!is_stopping_) {
        auto count =
            co_await store_.erase_deleted(unbounded, deleted_before, erase_step_conversations);
        if (!count) co_return count.error();
        if (*count == 0) break;
        total += *count;
    }
    if (total > 0) {
        log_.log(log_level::info, "deleted_erased",
                 {{"conversations", static_cast<std::int64_t>(total)}});
    }
    co_return result<>();
}

}  // namespace parlance::chat
