#pragma once

#include <parlance/foundation/limits.hpp>

#include <chrono>
#include <cstddef>

namespace parlance::edge {

/// What one client may cost. The defaults are what ships; tests shorten them.
struct limits_config {
    using duration = std::chrono::milliseconds;

    std::size_t header_bytes_max = limits::header_bytes_max;
    std::size_t target_bytes_max = limits::target_bytes_max;
    std::size_t json_body_bytes_max = limits::json_body_bytes_max;
    std::size_t json_depth_max = limits::json_depth_max;
    std::size_t upload_bytes_max = limits::upload_bytes_max;
    std::size_t uploads_running_max = 8;  // each is held in memory once: 256 MiB
    duration upload_turn_max{10'000};     // how long one more waits for its turn
    duration upload_turn_every{50};       // how often it looks
    std::size_t connections_max = limits::connections_max;
    duration header_time_max = limits::header_time_max;
    duration body_time_max = limits::body_time_max;
    duration idle_time_max = limits::idle_time_max;
    duration write_stall_max = limits::write_stall_max;
    duration handler_time_max{30'000};  // a store that does not answer
    duration linger_time_max{2'000};    // so that a refusal outlives what is still being sent
    duration storage_look_max{
        250};  // how long one waits for another look: a slow disk is not waited for
    duration storage_retry_after{10'000};  // longer than a page asks again by itself: people decide
    duration heartbeat_every = limits::heartbeat_every;
    duration sweep_every{500};  // how late a limit may be noticed
    duration accept_pause{50};  // when no file descriptor is left
    int send_buffer_bytes = 0;  // 0 = the system's; tests make it small
};

}  // namespace parlance::edge
