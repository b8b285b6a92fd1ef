#pragma once

#include <parlance/foundation/random.hpp>

namespace parlance::runtime {

/// The operating system's generator. Cannot fail once the system has booted; if it does, the
/// process ends, since an id that can be guessed is worse.
class system_random : public random_source {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace parlance::runtime
