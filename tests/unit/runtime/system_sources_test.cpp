#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace parlance::runtime {
namespace {

TEST(system_random_test, given_more_than_one_call_gives_when_filled_then_to_the_end)
{
    system_random random;
    std::vector<std::uint8_t> bytes(1024 * 1024, 0);

    random.fill(bytes);

    // 64 zero bytes in a row come by chance once in 2^512 times.
    const auto tail_zeros = std::count(bytes.end() - 64, bytes.end(), 0);
    EXPECT_LT(tail_zeros, 64);
    random.fill({});
}

TEST(system_random_test, given_two_fills_when_compared_then_they_differ)
{
    system_random random;
    std::vector<std::uint8_t> first(32);
    std::vector<std::uint8_t> second(32);

    random.fill(first);
    random.fill(second);

    EXPECT_NE(first, second);
}

TEST(system_clock_test, given_two_readings_when_compared_then_steady_never_goes_back)
{
    const system_clock now;
    const steady_time first = now.steady();

    EXPECT_GE(now.steady(), first);
    EXPECT_GT(now.wall(), wall_time(std::chrono::milliseconds(1'700'000'000'000)));
}

}  // namespace
}  // namespace parlance::runtime
