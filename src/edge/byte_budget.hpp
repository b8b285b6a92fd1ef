#pragma once

#include <atomic>
#include <cstddef>

namespace parlance::edge {

/// A bound on the sum of the bytes that many hold at the same time. Any thread.
class byte_budget {
public:
    explicit byte_budget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    [[nodiscard]] std::size_t held() const { return held_; }
    [[nodiscard]] bool has_room_for(std::size_t bytes) const;
    /// How often something did not fit: who holds bytes for long can see whether others need them.
    [[nodiscard]] std::size_t refusals() const { return refusals_; }

    /// What one holder has of it; given back at the end.
    class share {
    public:
        explicit share(byte_budget& of) : budget_(of) {}
        ~share() { count(0); }
        share(const share&) = delete;
        share& operator=(const share&) = delete;

        /// @return false when it does not fit: nothing has changed then.
        [[nodiscard]] bool grow_to(std::size_t bytes);
        /// For what is held already, or less than before: it counts whether it fits or not.
        void count(std::size_t bytes);
        [[nodiscard]] std::size_t bytes() const { return bytes_; }

    private:
        byte_budget& budget_;
        std::size_t bytes_ = 0;
    };

private:
    std::size_t bytes_max_;
    std::atomic<std::size_t> held_{0};
    std::atomic<std::size_t> refusals_{0};
};

}  // namespace parlance::edge
