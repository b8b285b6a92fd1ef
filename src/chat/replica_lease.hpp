#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <mutex>
#include <optional>

namespace parlance::chat {

/// This replica among those that share the store: under which epoch it may begin and write turns.
class replica_lease {
public:
    /// @param replicas, now  outlive the lease.
    replica_lease(replica_store& replicas, const clock& now, replica_id self)
        : replicas_(replicas), now_(now), self_(self)
    {
    }

    /// Enters this replica; again under the next epoch. Before anything is served.
    /// @errors  as replica_store.
    task<result<turn_owner>> join();

    /// Who begins turns now. Nothing before join and while it is done again.
    [[nodiscard]] std::optional<turn_owner> owner() const;
    [[nodiscard]] replica_id self() const { return self_; }

private:
    replica_store& replicas_;
    const clock& now_;
    const replica_id self_;
    mutable std::mutex guard_;
    std::optional<turn_owner> owner_;
};

}  // namespace parlance::chat
