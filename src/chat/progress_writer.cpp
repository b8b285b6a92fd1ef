#include <parlance/chat/progress_writer.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace parlance::chat {

progress_writer::progress_writer(conversation_store& store, const clock& now, telemetry& log)
    : store_(store), now_(now), log_(log)
{
}

void progress_writer::watch(turn_key which, watched_turn what)
{
    const std::lock_guard lock(guard_);
    watched one{std::move(what), 0, 0};
    turns_.insert_or_assign(which, std::move(one));
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
}

task<> progress_writer::run()
{
    bool is_last = false;
    while (!is_last) {
        co_await woken_.wait_until(now_.steady() + limits::progress_every);
        is_last = is_stopping_;  // what grew until stop() is still written
        auto written = co_await write_now();
        if (!written) {
            log_.log(log_level::warn, "progress_not_written", {{"reason", written.error().detail}});
        }
    }
}

progress_writer::growth_of_owners progress_writer::growth() const
{
    const std::lock_guard lock(guard_);
    growth_of_owners all;
    for (const auto& [which, one] : turns_) {
        turn_log::growth grown = one.is.log->since(one.bytes_written, one.events_written);
        if (grown.text.empty() && grown.events.empty()) continue;
        turn_progress progress{which.who,          which.id,
                               one.bytes_written,  std::move(grown.text),
                               one.events_written, std::move(grown.events)};
        all[one.is.owner].push_back(std::move(progress));
    }
    return all;
}

task<result<>> progress_writer::write_now()
{
    growth_of_owners all = growth();
    for (auto& [owner, grown] : all) {
        auto written = co_await write(owner, std::move(grown));
        if (!written) co_return written.error();
    }
    co_return result<>();
}

task<result<>> progress_writer::write(turn_owner owner, std::vector<turn_progress> all)
{
    struct advance {
        turn_key which;
        std::int64_t bytes;
        std::int64_t events;
    };
    std::vector<advance> advances;
    for (const turn_progress& one : all) {
        advance grown{turn_key{one.who, one.id},
                      one.from_byte + static_cast<std::int64_t>(one.text.size()),
                      one.from_event + static_cast<std::int64_t>(one.events.size())};
        advances.push_back(grown);
    }
    call_scope scope;
    auto fenced = co_await store_.append_progress(scope, owner, std::move(all));
    if (!fenced) co_return fenced.error();

    std::vector<std::function<void()>> lost;
    {
        const std::lock_guard lock(guard_);
        for (const advance& done : advances) {
            const auto place = turns_.find(done.which);
            if (place == turns_.end()) continue;
            place->second.bytes_written = done.bytes;
            place->second.events_written = done.events;
        }
        for (auto& [which, one] : turns_) {
            const bool is_lost = std::find(fenced->begin(), fenced->end(), which) != fenced->end();
            if (is_lost) lost.push_back(one.is.on_fenced);
        }
    }
    for (const auto& tell : lost) tell();
    co_return result<>();
}

}  // namespace parlance::chat
