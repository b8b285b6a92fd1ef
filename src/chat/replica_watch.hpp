#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/foundation/clock.hpp>

#include <map>
#include <optional>
#include <vector>

namespace parlance::chat {

/// What one replica has seen of the heartbeats of the others, on its own monotonic clock. No times
/// of other clocks are compared.
class replica_watch {
public:
    /// One successful read of all heartbeats.
    /// @param begun, ended  when the read began and when it had answered.
    /// @return those that were the same over limits::lease_silence, with no read in between that
    ///         failed or was late: they are dead.
    std::vector<heartbeat> look(const std::vector<heartbeat>& all, replica_id self,
                                steady_time begun, steady_time ended);
    /// A read failed: what was seen before says nothing any more.
    void start_afresh();

private:
    struct sight {
        heartbeat is;
        steady_time since;  // the end of the first read that saw it
    };
    std::map<replica_id, sight> seen_;
    std::optional<steady_time> last_;  // the end of the last read
};

}  // namespace parlance::chat
