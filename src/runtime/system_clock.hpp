#pragma once

#include <parlance/foundation/clock.hpp>

namespace parlance::runtime {

/// The machine's clocks.
class system_clock : public clock {
public:
    [[nodiscard]] steady_time steady() const override;
    [[nodiscard]] wall_time wall() const override;
};

}  // namespace parlance::runtime
