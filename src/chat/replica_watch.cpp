#include <parlance/chat/replica_watch.hpp>

#include <parlance/foundation/limits.hpp>

#include <utility>

namespace parlance::chat {

std::vector<heartbeat> replica_watch::look(const std::vector<heartbeat>& all, replica_id self,
                                           steady_time begun, steady_time ended)
{
    // Whoever did not look for so long may have been asleep together with those it watches.
    if (last_ && ended - *last_ > limits::loop_gap_max) seen_.clear();
    last_ = ended;
    std::vector<heartbeat> dead;
    std::map<replica_id, sight> now_seen;
    for (const heartbeat& one : all) {
        if (one.of.replica == self) continue;
        const auto before = seen_.find(one.of.replica);
        const bool is_same = before != seen_.end() && before->second.is == one;
        const sight kept = is_same ? before->second : sight{one, ended};
        if (begun - kept.since >= limits::lease_silence) dead.push_back(one);
        now_seen.emplace(one.of.replica, kept);
    }
    seen_ = std::move(now_seen);
    return dead;
}

void replica_watch::start_afresh()
{
    seen_.clear();
    last_.reset();
}

}  // namespace parlance::chat
