#include <parlance/edge/byte_budget.hpp>

namespace parlance::edge {

bool byte_budget::has_room_for(std::size_t bytes) const
{
    const std::size_t held = held_;
    return held <= bytes_max_ && bytes <= bytes_max_ - held;
}

bool byte_budget::share::grow_to(std::size_t bytes)
{
    if (bytes <= bytes_) return true;
    const std::size_t more = bytes - bytes_;
    std::size_t held = budget_.held_;
    do {
        const bool fits = held <= budget_.bytes_max_ && more <= budget_.bytes_max_ - held;
        if (!fits) {
            ++budget_.refusals_;
            return false;
        }
    } while (!budget_.held_.compare_exchange_weak(held, held + more));
    bytes_ = bytes;
    return true;
}

void byte_budget::share::count(std::size_t bytes)
{
    if (bytes >= bytes_) {
        budget_.held_ += bytes - bytes_;
    } else {
        budget_.held_ -= bytes_ - bytes;
    }
    bytes_ = bytes;
}

}  // namespace parlance::edge
