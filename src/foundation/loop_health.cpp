#include <parlance/foundation/loop_health.hpp>

#include <algorithm>
#include <utility>

namespace parlance {

loop_health::place loop_health::note_begun(std::string name)
{
    const std::lock_guard lock(guard_);
    loops_.push_back({std::move(name), condition::running});
    return loops_.size() - 1;
}

std::uint64_t loop_health::note_fall(place which)
{
    const std::lock_guard lock(guard_);
    report& loop = loops_.at(which);
    loop.is_now = condition::fallen;
    return ++loop.falls;
}

void loop_health::note_begun_again(place which)
{
    const std::lock_guard lock(guard_);
    loops_.at(which).is_now = condition::running;
}

void loop_health::note_end(place which)
{
    const std::lock_guard lock(guard_);
    loops_.at(which).is_now = condition::ended;
}

std::optional<std::string> loop_health::fallen() const
{
    const std::lock_guard lock(guard_);
    const auto down = std::find_if(loops_.begin(), loops_.end(), [](const report& loop) {
        return loop.is_now == condition::fallen;
    });
    if (down == loops_.end()) return std::nullopt;
    return down->name;
}

std::vector<loop_health::report> loop_health::all() const
{
    const std::lock_guard lock(guard_);
    return loops_;
}

}  // namespace parlance
