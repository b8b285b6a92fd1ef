#include <parlance/runtime/system_random.hpp>

#include <parlance/foundation/error.hpp>

#include <sys/random.h>

namespace parlance::runtime {

void system_random::fill(std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
        PARLANCE_ASSERT(got > 0);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace parlance::runtime
