#include <parlance/foundation/storage_health.hpp>

#include <utility>

namespace parlance {

bool storage_health::declare_trouble(std::string why)
{
    const std::lock_guard lock(guard_);
    why_ = std::move(why);
    ++looks_;
    return !is_in_trouble_.exchange(true);
}

bool storage_health::declare_fine()
{
    const std::lock_guard lock(guard_);
    ++looks_;
    return is_in_trouble_.exchange(false);
}

std::optional<std::string> storage_health::trouble() const
{
    if (!is_in_trouble_) return std::nullopt;
    const std::lock_guard lock(guard_);
    return why_;
}

}  // namespace parlance
