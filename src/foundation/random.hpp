#pragma once

#include <cstdint>
#include <span>

namespace parlance {

/// Unpredictable bytes. Implemented by runtime over the operating system and, in tests, by a seed.
/// Safe to call from any thread.
class random_source {
public:
    virtual ~random_source() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace parlance
