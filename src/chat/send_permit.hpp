#pragma once

#include <parlance/foundation/clock.hpp>

#include <cstdint>
#include <mutex>
#include <optional>

namespace parlance::chat {

/// Whether readers may be given what this replica writes. A replica that did not run for a while
/// (stopped, starved, swapped out) may have been declared dead meanwhile: it says nothing more
/// until its lease was looked at. Any thread.
class send_permit {
public:
    /// @param now  outlives the permit.
    explicit send_permit(const clock& now) : now_(now) {}

    /// The loop goes round. @return false when it did not for longer than limits::loop_gap_max:
    /// from now on there is a doubt.
    bool pulse();
    /// How many doubts there were. Read before the lease is looked at.
    [[nodiscard]] std::int64_t doubts() const;
    /// The lease was looked at since `doubts` and is held.
    /// @return true when that took a doubt away: readers go on.
    bool confirm(std::int64_t doubts);
    /// True while the loop goes round and there is no doubt. Before the first pulse, too: one
    /// replica alone has no loop.
    [[nodiscard]] bool is_given() const;

private:
    const clock& now_;
    mutable std::mutex guard_;
    std::optional<steady_time> last_;
    std::int64_t doubts_ = 0;
    bool is_doubtful_ = false;
};

}  // namespace parlance::chat
