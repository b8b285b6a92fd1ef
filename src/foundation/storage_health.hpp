#pragma once

#include <parlance/foundation/event.hpp>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace parlance {

/// Whether what is to be kept can be written on this machine's disk. Whoever fails to write raises
/// a doubt; one task looks into it and says how it is; whoever is about to take something in asks.
/// Any thread.
class storage_health {
public:
    /// A write failed, and the disk may be why.
    void doubt() const { doubted_.set(); }
    /// For the one task that looks into it.
    [[nodiscard]] event& doubted() { return doubted_; }

    /// Nothing new can be kept. @param why  a sentence without its full stop: "storage full: …".
    /// @return false when that was known.
    bool declare_trouble(std::string why);
    /// @return false when there was no trouble.
    bool declare_fine();

    /// How often it was looked into: whoever doubts can wait for a look that came after.
    [[nodiscard]] std::uint64_t looks() const { return looks_; }

    /// Why nothing new can be kept; nothing when it can.
    [[nodiscard]] std::optional<std::string> trouble() const;

private:
    event doubted_;
    std::atomic<std::uint64_t> looks_{0};
    std::atomic<bool> is_in_trouble_{false};  // asked for each question: no lock when all is well
    mutable std::mutex guard_;
    std::string why_;
};

}  // namespace parlance
