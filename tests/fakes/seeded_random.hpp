#pragma once

#include <parlance/foundation/random.hpp>

#include <cstdint>
#include <mutex>
#include <random>

namespace parlance::fakes {

/// The same bytes in every run.
class seeded_random : public random_source {
public:
    explicit seeded_random(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override
    {
        const std::lock_guard lock(guard_);
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
    }

private:
    std::mutex guard_;
    std::mt19937_64 engine_;
};

}  // namespace parlance::fakes
