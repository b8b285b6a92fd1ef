#include <parlance/runtime/system_clock.hpp>

namespace parlance::runtime {

steady_time system_clock::steady() const
{
    return std::chrono::steady_clock::now();
}

wall_time system_clock::wall() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace parlance::runtime
