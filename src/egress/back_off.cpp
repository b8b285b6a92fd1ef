#include <parlance/egress/back_off.hpp>

#include <parlance/foundation/event.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <stop_token>

namespace parlance::egress {
namespace {

constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{8'000};
constexpr long long hour_ms = 3'600'000;

std::optional<long long> whole_number(std::optional<std::string_view> text)
{
    if (!text || text->empty()) return std::nullopt;
    long long value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    // A fraction, as in "31.5", is cut off: the pause is a request, not a measure.
    const bool is_whole = end == text->data() + text->size() || *end == '.';
    if (failed != std::errc() || !is_whole || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::optional<std::chrono::milliseconds> read_pause(std::optional<std::string_view> milliseconds,
                                                    std::optional<std::string_view> seconds)
{
    const auto exact = whole_number(milliseconds);
    if (exact) return std::chrono::milliseconds(std::min(*exact, hour_ms));
    const auto rough = whole_number(seconds);
    if (!rough) return std::nullopt;
    return std::chrono::milliseconds(std::min(*rough, hour_ms / 1000) * 1000);
}

std::optional<std::chrono::milliseconds> asked_pause(const reply& from)
{
    return read_pause(from.find("retry-after-ms"), from.find("retry-after"));
}

std::chrono::milliseconds back_off(int next, std::optional<std::chrono::milliseconds> asked,
                                   random_source& random)
{
    std::array<std::uint8_t, 2> bytes{};
    random.fill(bytes);
    const std::int64_t dice = bytes[0] * 256 + bytes[1];  // 0 to 65535
    if (asked) return *asked + *asked * dice / (5 * 65'536);
    const int doublings = std::clamp(next - 2, 0, 10);
    const auto longest = std::min(first_pause * (1 << doublings), longest_pause);
    return longest / 2 + longest * dice / (2 * 65'536);
}

task<result<>> rest_for(call_scope scope, std::chrono::milliseconds pause)
{
    const steady_time until = std::chrono::steady_clock::now() + pause;
    if (until >= scope.deadline) {
        co_return fail(fault::deadline_exceeded, "a pause of " + std::to_string(pause.count()) +
                                                     " ms would pass the deadline");
    }
    event stopped;
    const auto wake = [&stopped] { stopped.set(); };
    const std::stop_callback on_stop(scope.stop, wake);
    const bool is_stopped = co_await stopped.wait_until(until);
    if (is_stopped) co_return fail(fault::cancelled, "stopped during a pause");
    co_return result<>();
}

}  // namespace parlance::egress
