#pragma once

#include <parlance/edge/byte_budget.hpp>
#include <parlance/edge/limits_config.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/foundation/clock.hpp>

#include <cstddef>

namespace parlance::edge {

/// What one response holds in memory, for as long as its client takes to read it, of what all may
/// hold. Small ones are not counted, so that they get through whatever the others hold.
class held_response {
public:
    held_response(byte_budget& among, const limits_config& limits, const clock& now);

    /// Before a large one is made.  @errors  503 when all hold too much.
    outcome<> make_room();
    /// It is made, and so many bytes are sent from memory.  @errors  503 when they do not fit.
    outcome<> hold(std::size_t bytes);
    /// The next piece of it is made, or is gone again.
    void count(std::size_t bytes);
    /// It has taken long, and another did not fit meanwhile: it gives its room up.
    [[nodiscard]] bool must_yield() const;

private:
    [[nodiscard]] std::size_t counted(std::size_t bytes) const;

    const limits_config& limits_;
    const clock& now_;
    byte_budget& budget_;
    byte_budget::share share_;
    steady_time held_since_;
    std::size_t refusals_before_ = 0;
};

}  // namespace parlance::edge
