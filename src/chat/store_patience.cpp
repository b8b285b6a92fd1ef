#include <parlance/chat/store_patience.hpp>

#include <parlance/foundation/event.hpp>

#include <algorithm>
#include <stop_token>

namespace parlance::chat {

task<bool> store_patience::lasts(fault what)
{
    constexpr std::chrono::milliseconds longest_pause{2'000};
    if (what != fault::overloaded) co_return false;
    const steady_time now = now_.steady();
    if (until_ == steady_time::max()) until_ = now + longest_;
    if (now >= until_ || scope_.stop.stop_requested()) co_return false;
    event rest;
    const std::stop_callback wakes(scope_.stop, [&rest] { rest.set(); });
    co_await rest.wait_until(std::min(until_, now + pause_));
    pause_ = std::min(pause_ * 2, longest_pause);
    co_return !scope_.stop.stop_requested();
}

}  // namespace parlance::chat
