#include <parlance/chat/turn_followers.hpp>

#include <parlance/chat/replica_limits.hpp>
#include <parlance/foundation/limits.hpp>

#include <utility>

namespace parlance::chat {

bool turn_followers::note(replica_id who, turn_key which)
{
    const std::lock_guard lock(guard_);
    drop_lapsed();
    const steady_time until = now_.steady() + limits::follow_interest;
    return until_[which].insert_or_assign(who, until).second;
}

bool turn_followers::has_any()
{
    const std::lock_guard lock(guard_);
    if (!until_.empty()) drop_lapsed();
    return !until_.empty();
}

void turn_followers::drop_lapsed()
{
    const steady_time now = now_.steady();
    for (auto at = until_.begin(); at != until_.end();) {
        std::erase_if(at->second, [&](const auto& one) { return one.second < now; });
        at = at->second.empty() ? until_.erase(at) : std::next(at);
    }
}

turn_followers::messages_for turn_followers::sort(const std::vector<turn_grew>& news)
{
    const std::lock_guard lock(guard_);
    messages_for all;
    if (until_.empty()) return all;
    drop_lapsed();
    for (const turn_grew& one : news) {
        const auto found = until_.find(one.turn);
        if (found == until_.end()) continue;
        for (const auto& [who, until] : found->second) all[who].emplace_back(one);
        if (one.is_final) until_.erase(found);
    }
    return all;
}

task<> turn_followers::tell(std::vector<turn_grew> news)
{
    messages_for all = sort(news);
    for (auto& [who, messages] : all) {
        call_scope scope;
        scope.deadline = now_.steady() + beat_time_max;
        // What is not told is found by looking, a little later.
        auto told = co_await messenger_.tell(scope, who, std::move(messages));
        static_cast<void>(told);
    }
}

task<> turn_followers::tell_one(replica_id whom, turn_grew news)
{
    call_scope scope;
    scope.deadline = now_.steady() + beat_time_max;
    std::vector<replica_message> messages;
    messages.emplace_back(std::move(news));
    auto told = co_await messenger_.tell(scope, whom, std::move(messages));
    static_cast<void>(told);
}

}  // namespace parlance::chat
