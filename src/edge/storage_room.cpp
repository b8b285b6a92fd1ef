#include <parlance/edge/storage_room.hpp>

#include <utility>

namespace parlance::edge {

outcome<> check_room_for_files(const services& with)
{
    auto trouble = with.storage.trouble();
    if (!trouble) return {};
    problem full = refuse(503, std::move(*trouble));
    full.retry_after = with.limits.storage_retry_after;
    return full;
}

outcome<> check_room_for_turns(const services& with)
{
    return with.is_all_on_this_machine ? check_room_for_files(with) : outcome<>();
}

}  // namespace parlance::edge
