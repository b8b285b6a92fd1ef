#pragma once

#include <parlance/chat/replica_messenger.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/task.hpp>

#include <map>
#include <mutex>
#include <vector>

namespace parlance::chat {

/// Which replicas have readers of turns that run here. They say so again and again; nobody else is
/// told anything. Any thread.
class turn_followers {
public:
    /// @param messenger, now  outlive it.
    turn_followers(replica_messenger& messenger, const clock& now)
        : messenger_(messenger), now_(now)
    {
    }

    /// `who` follows `which` for limits::follow_interest.  @return true when it did not before.
    bool note(replica_id who, turn_key which);
    /// True while somebody follows anything.
    [[nodiscard]] bool has_any();
    /// Tells those that follow what there is of turns now. One that ended is followed no more.
    task<> tell(std::vector<turn_grew> news);
    /// Tells one replica.
    task<> tell_one(replica_id whom, turn_grew news);

private:
    using messages_for = std::map<replica_id, std::vector<replica_message>>;
    messages_for sort(const std::vector<turn_grew>& news);
    void drop_lapsed();

    replica_messenger& messenger_;
    const clock& now_;
    mutable std::mutex guard_;
    std::map<turn_key, std::map<replica_id, steady_time>> until_;
};

}  // namespace parlance::chat
