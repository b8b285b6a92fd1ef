#pragma once

#include <parlance/foundation/clock.hpp>

#include <chrono>
#include <cstddef>

namespace parlance::edge {

/// How fast a body must come: in every window so many bytes, or its end. A client that stalls is
/// known after one window; one that is slow but steady goes on.
class arrival_pace {
public:
    /// @param window_bytes  what must come within one window.
    arrival_pace(std::size_t window_bytes, std::chrono::milliseconds window, steady_time now)
        : window_bytes_(window_bytes), window_(window), began_(now)
    {
    }

    /// When the client has stalled, unless more comes.
    [[nodiscard]] steady_time due() const { return began_ + window_; }
    void came(std::size_t bytes, steady_time now)
    {
        bytes_ += bytes;
        if (bytes_ < window_bytes_) return;
        bytes_ = 0;
        began_ = now;
    }

private:
    std::size_t window_bytes_;
    std::chrono::milliseconds window_;
    steady_time began_;
    std::size_t bytes_ = 0;
};

}  // namespace parlance::edge
