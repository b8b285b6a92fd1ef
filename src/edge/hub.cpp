#include <parlance/edge/hub.hpp>

namespace parlance::edge {

hub::hub(const clock& now, std::chrono::milliseconds sweep_every)
    : now_(now), sweep_every_(sweep_every)
{
}

hub::membership::membership(hub& in, connection& with) : hub_(in)
{
    place_ = hub_.connections_.insert(hub_.connections_.end(), &with);
    if (hub_.connections_.size() == 1) hub_.changed_.set();
}

hub::membership::~membership()
{
    hub_.connections_.erase(place_);
    if (hub_.connections_.empty()) hub_.changed_.set();
}

task<> hub::sweep()
{
    while (!is_closing() || !connections_.empty()) {
        // Nobody there: nothing to wake up for.
        const steady_time next =
            connections_.empty() ? steady_time::max() : now_.steady() + sweep_every_;
        co_await changed_.wait_until(next);
        expire_overdue();
    }
}

void hub::expire_overdue()
{
    const steady_time now = now_.steady();
    for (connection* one : connections_) {
        // Again in every sweep: what came in just now is not cancelled, but waited for again.
        if (one->expiry() <= now) one->expire();
    }
}

void hub::close_all()
{
    closing_.request_stop();
    for (connection* one : connections_) {
        if (one->is_idle()) one->expire();
    }
    changed_.set();
}

}  // namespace parlance::edge
