#pragma once

#include <parlance/edge/byte_budget.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/edge/upload_turn.hpp>

#include <atomic>
#include <cstddef>

namespace parlance::edge {

/// What all connections share. Kept alive by each of them.
struct door {
    explicit door(services given)
        : with(std::move(given)),
          uploads(with.limits.uploads_running_max),
          request_bodies(with.limits.request_bodies_bytes_max),
          responses(with.limits.responses_bytes_max)
    {
    }

    services with;
    std::atomic<std::size_t> connections{0};
    upload_places uploads;
    byte_budget request_bodies;
    byte_budget responses;
};

/// One of a counted number of places, given back at the end.
class counted_place {
public:
    explicit counted_place(std::atomic<std::size_t>& count) : count_(count), order_(count++) {}
    ~counted_place() { --count_; }
    counted_place(const counted_place&) = delete;
    counted_place& operator=(const counted_place&) = delete;
    [[nodiscard]] bool is_within(std::size_t most) const { return order_ < most; }

private:
    std::atomic<std::size_t>& count_;
    std::size_t order_;
};

}  // namespace parlance::edge
