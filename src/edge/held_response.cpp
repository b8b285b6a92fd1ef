#include <parlance/edge/held_response.hpp>

#include <string>

namespace parlance::edge {
namespace {

constexpr std::chrono::milliseconds come_again_after{1'000};

problem no_room()
{
    problem busy = refuse(503, "too many long responses are being sent at once");
    busy.retry_after = come_again_after;
    return busy;
}

}  // namespace

held_response::held_response(byte_budget& among, const limits_config& limits, const clock& now)
    : limits_(limits), now_(now), budget_(among), share_(among), held_since_(now.steady())
{
}

std::size_t held_response::counted(std::size_t bytes) const
{
    return bytes <= limits_.small_response_bytes_max ? 0 : bytes;
}

outcome<> held_response::make_room()
{
    if (!share_.grow_to(limits_.large_response_bytes)) return no_room();
    return {};
}

outcome<> held_response::hold(std::size_t bytes)
{
    const std::size_t held = counted(bytes);
    if (!share_.grow_to(held)) return no_room();
    share_.count(held);
    held_since_ = now_.steady();
    refusals_before_ = budget_.refusals();
    return {};
}

void held_response::count(std::size_t bytes)
{
    share_.count(counted(bytes));
}

bool held_response::must_yield() const
{
    if (share_.bytes() == 0 || budget_.refusals() == refusals_before_) return false;
    return now_.steady() >= held_since_ + limits_.response_undisturbed;
}

}  // namespace parlance::edge
