#include <parlance/edge/storage_room.hpp>

#include <parlance/foundation/event.hpp>

#include <chrono>
#include <cstdint>
#include <utility>

namespace parlance::edge {

namespace {

constexpr std::chrono::milliseconds look_every{5};

outcome<> check_room(const services& with)
{
    auto trouble = with.storage.trouble();
    if (!trouble) return {};
    problem full = refuse(503, std::move(*trouble));
    full.retry_after = with.limits.storage_retry_after;
    return full;
}

}  // namespace

outcome<> check_room_for_turns(const services& with)
{
    return with.is_all_on_this_machine ? check_room(with) : outcome<>();
}

task<outcome<>> find_room_for_turns(const services& with)
{
    if (!with.is_all_on_this_machine) co_return outcome<>();
    co_return co_await find_room_for_files(with);
}

task<outcome<>> find_room_for_files(const services& with)
{
    if (!with.storage.trouble()) co_return outcome<>();
    const std::uint64_t before = with.storage.looks();
    with.storage.doubt();
    const steady_time until = with.now.steady() + with.limits.storage_look_max;
    event pause;
    while (with.storage.looks() == before && with.now.steady() < until) {
        co_await pause.wait_until(with.now.steady() + look_every);
    }
    co_return check_room(with);
}

}  // namespace parlance::edge
