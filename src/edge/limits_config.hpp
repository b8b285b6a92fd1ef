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
    duration upload_turn_max{15'000};     // one more waits: longer than one that stalls holds on
    duration upload_turn_every{50};       // how often it looks
    std::size_t connections_max = limits::connections_max;
    duration header_time_max = limits::header_time_max;
    duration body_time_max = limits::body_time_max;  // of JSON
    duration upload_time_max{15 * 60'000};           // 32 MiB at 300 kbit/s
    duration upload_undisturbed{60'000};             // then its place goes to whoever waits for one
    // A stalled client ends after a window; GPRS at the edge of a cell sends twice as much.
    std::size_t body_window_bytes_min = 20 * 1024;
    duration body_window{10'000};
    // All JSON bodies together: 64 of the longest, hundreds of long questions. Small ones are not
    // counted, so that questions get through whatever the others hold.
    std::size_t request_bodies_bytes_max = 64 * 1024 * 1024;
    std::size_t small_body_bytes_max = 16 * 1024;  // a question; 8,192 connections: 128 MiB
    // All responses together, as far as they are held in memory for who reads them: 64
    // conversations or exports at once. Small ones are not counted, so that they get through
    // whatever the others hold; 8,192 of them are 128 MiB.
    std::size_t responses_bytes_max = 64 * 1024 * 1024;
    std::size_t large_response_bytes = 1024 * 1024;  // while it is made: texts, and then JSON
    std::size_t small_response_bytes_max = 16 * 1024;
    duration response_undisturbed{60'000};  // then its room goes to whoever does not fit
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
