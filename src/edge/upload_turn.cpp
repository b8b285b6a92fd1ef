#include <parlance/edge/upload_turn.hpp>

namespace parlance::edge {

bool upload_places::somebody_waits() const
{
    const std::lock_guard lock(guard_);
    return !waiting_.empty();
}

upload_turn::upload_turn(upload_places& among) : places_(among)
{
    const std::lock_guard lock(places_.guard_);
    places_.waiting_.push_back(this);
}

upload_turn::~upload_turn()
{
    const std::lock_guard lock(places_.guard_);
    if (has_place_) --places_.taken_;
    else places_.waiting_.remove(this);
}

bool upload_turn::try_begin()
{
    const std::lock_guard lock(places_.guard_);
    if (has_place_) return true;
    const bool is_next = places_.waiting_.front() == this;
    if (!is_next || places_.taken_ >= places_.places_max_) return false;
    places_.waiting_.pop_front();
    ++places_.taken_;
    has_place_ = true;
    return true;
}

}  // namespace parlance::edge
