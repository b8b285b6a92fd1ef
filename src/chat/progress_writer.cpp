#include <parlance/chat/progress_writer.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace parlance::chat {

progress_writer::progress_writer(parts with) : with_(with), followers_(with.messenger, with.now) {}

void progress_writer::watch(turn_key which, watched_turn what)
{
    const std::lock_guard lock(guard_);
    watched one{std::move(what), 0, 0};
    turns_.insert_or_assign(which, std::move(one));
}

void progress_writer::await_end(turn_key which)
{
    const std::lock_guard lock(guard_);
    const auto found = turns_.find(which);
    if (found != turns_.end()) found->second.is_ending = true;
}

void progress_writer::forget(turn_key which)
{
    const std::lock_guard lock(guard_);
    turns_.erase(which);
}

void progress_writer::stop()
{
    is_stopping_ = true;
    woken_.set();
    bound_woken_.set();
}

task<> progress_writer::run()
{
    bool is_last = false;
    while (!is_last) {
        const auto usual =
            followers_.has_any() ? limits::progress_followed_every : limits::progress_every;
        co_await woken_.wait_until(with_.now.steady() + std::max(usual, pause_));
        is_last = is_stopping_;  // what grew until stop() is still written
        auto written = co_await write_now();
        if (!written && pause_ == std::chrono::milliseconds(0)) {  // once for each outage
            with_.log.log(log_level::warn, "progress_not_written",
                          {{"reason", written.error().detail}});
        }
        // A store that is away is asked less and less often.
        pause_ = written ? std::chrono::milliseconds(0)
                         : std::min<std::chrono::milliseconds>(
                               std::max(pause_, limits::progress_every) * 2, write_pause_max);
    }
}

task<> progress_writer::watch_bound()
{
    while (!is_stopping_) {
        co_await bound_woken_.wait_until(with_.now.steady() + bound_looked_at_every);
        if (!is_stopping_) drop_largest();
    }
}

std::size_t progress_writer::watched::unwritten() const
{
    return static_cast<std::size_t>(is.log->size().bytes - bytes_written);
}

std::size_t progress_writer::unwritten_bytes() const
{
    const std::lock_guard lock(guard_);
    std::size_t sum = 0;
    for (const auto& [which, one] : turns_) sum += one.unwritten();
    return sum;
}

/// Growth of turns that are not done yet, of one owner, as much as one transaction may hold.
progress_writer::batch progress_writer::next_batch(std::set<turn_key>& done) const
{
    const std::lock_guard lock(guard_);
    batch next;
    std::size_t bytes = 0;
    for (const auto& [which, one] : turns_) {
        if (one.is_ending || done.contains(which)) continue;
        if (!next.growth.empty() && next.owner != one.is.owner) continue;
        if (bytes >= written_at_once_bytes) break;
        done.insert(which);
        turn_log::growth grown = one.is.log->since(one.bytes_written, one.events_written);
        if (grown.text.empty() && grown.events.empty()) continue;
        bytes += grown.text.size();
        next.owner = one.is.owner;
        turn_progress progress{which.who,          which.id,
                               one.bytes_written,  std::move(grown.text),
                               one.events_written, std::move(grown.events)};
        next.growth.push_back(std::move(progress));
    }
    return next;
}

task<result<>> progress_writer::write_now()
{
    std::set<turn_key> done;
    while (true) {
        batch next = next_batch(done);
        if (next.growth.empty()) co_return result<>();
        auto written = co_await write(std::move(next));
        if (written) continue;
        drop_largest();
        co_return written.error();
    }
}

task<result<>> progress_writer::write(batch what)
{
    std::vector<turn_grew> news;
    for (const turn_progress& one : what.growth) {
        const position until{one.from_event + static_cast<std::int64_t>(one.events.size()),
                             one.from_byte + static_cast<std::int64_t>(one.text.size())};
        news.push_back(turn_grew{turn_key{one.who, one.id}, until, false});
    }
    const call_scope scope;
    auto fenced = co_await with_.store.append_progress(scope, what.owner, std::move(what.growth));
    if (!fenced) co_return fenced.error();

    std::vector<std::function<void()>> lost;
    {
        const std::lock_guard lock(guard_);
        for (const turn_grew& one : news) {
            const auto place = turns_.find(one.turn);
            if (place == turns_.end()) continue;
            place->second.bytes_written = one.until.bytes;
            place->second.events_written = one.until.events;
        }
        for (const turn_key& which : *fenced) {
            const auto place = turns_.find(which);
            // What ended while this was under way is no longer running, and still ours.
            if (place == turns_.end() || place->second.is_ending) continue;
            lost.push_back(place->second.is.on_fenced);
        }
    }
    for (const auto& tell : lost) tell();
    co_await followers_.tell(std::move(news));
    co_return result<>();
}

/// While more is unwritten than there is room for: turns end, the largest first, until those that
/// may grow fit beside what waits to be written.
void progress_writer::drop_largest()
{
    std::vector<std::function<void()>> dropped;
    {
        const std::lock_guard lock(guard_);
        std::size_t sum = 0;
        std::vector<std::pair<std::size_t, const watched*>> growing;
        for (const auto& [which, one] : turns_) {
            const std::size_t bytes = one.unwritten();
            sum += bytes;
            if (!one.is_ending) growing.emplace_back(bytes, &one);
        }
        if (sum <= with_.unwritten_bytes_max) return;
        std::sort(growing.begin(), growing.end(), std::greater<>());
        if (with_.who_ends == ends_first::smallest) std::reverse(growing.begin(), growing.end());
        std::size_t over = sum - with_.unwritten_bytes_max;
        for (const auto& [bytes, one] : growing) {
            dropped.push_back(one->is.on_overflow);
            if (bytes >= over) break;
            over -= bytes;
        }
    }
    for (const auto& tell : dropped) tell();
}

}  // namespace parlance::chat
