#pragma once

#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/running_turn.hpp>
#include <parlance/chat/turn_request.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/random.hpp>

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace parlance::chat {

/// The turns of this process, from the moment they are asked for. Any thread.
class running_turns {
public:
    using turn = std::shared_ptr<running_turn>;

    /// @param lease, now, random  outlive it.
    running_turns(const replica_lease& lease, const clock& now, random_source& random)
        : lease_(lease), now_(now), random_(random)
    {
    }

    [[nodiscard]] turn find(const turn_key& key) const;
    /// Also what has ended stays until it is forgotten. Another one under its key stays.
    void forget(const turn_key& key, const turn& which);

    /// A place for a turn that is about to begin, or the one that holds it already.
    struct reservation {
        turn is;
        bool is_new = false;
    };
    /// @errors  overloaded.
    result<reservation> reserve(const turn_key& key, const access::principal& who,
                                const asked_question& asked);
    /// The place again, for a turn whose begin was only heard of late. Nothing when it is taken.
    turn reserve_again(const turn_key& key, const running_turn& as);

    /// What is done while the server goes away.
    enum class leaving {
        no,
        refusing,     // no new turns
        sending_away  // nor readers: they come again elsewhere
    };
    void leave(leaving how);
    [[nodiscard]] bool is_refusing() const { return leaving_ != leaving::no; }
    [[nodiscard]] bool is_sending_away() const { return leaving_ == leaving::sending_away; }

    [[nodiscard]] std::vector<turn> all() const;
    [[nodiscard]] std::vector<turn> in(const access::principal_id& who,
                                       const conversation_id& where) const;
    [[nodiscard]] std::size_t count() const;
    /// Set when the first one begins.
    [[nodiscard]] const event& has_some() const { return has_some_; }
    [[nodiscard]] event& has_some() { return has_some_; }

private:
    const replica_lease& lease_;
    const clock& now_;
    random_source& random_;
    mutable std::mutex guard_;
    std::map<turn_key, turn> turns_;
    std::atomic<leaving> leaving_{leaving::no};
    event has_some_;
};

}  // namespace parlance::chat
