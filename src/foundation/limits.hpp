#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

// Every limit of the server: its unit is in its name, its reason beside it.
namespace parlance::limits {

// The edge: what one client may cost.
inline constexpr std::size_t header_bytes_max = 16 * 1024;         // browsers stay under 8 KiB
inline constexpr std::size_t json_body_bytes_max = 1024 * 1024;    // 32,000 characters fit 8 times
inline constexpr std::size_t upload_bytes_max = 32 * 1024 * 1024;  // a file is held in memory once
inline constexpr std::size_t json_depth_max = 32;                  // our deepest body has 3
inline constexpr std::size_t target_bytes_max = 4 * 1024;          // ids and cursors only
inline constexpr std::size_t connections_max = 8'192;              // file descriptors: ulimit/2
inline constexpr std::chrono::seconds header_time_max{10};         // a byte at a time ends here
inline constexpr std::chrono::seconds body_time_max{60};           // 32 MiB at 4.5 Mbit/s
inline constexpr std::chrono::seconds idle_time_max{75};           // above the usual gateway's 60
inline constexpr std::chrono::seconds write_stall_max{30};         // a reader that never reads
inline constexpr std::chrono::seconds heartbeat_every{15};         // under every proxy's idle cut

// Questions and answers.
inline constexpr std::size_t message_characters_max = 32'000;    // code points; a long letter
inline constexpr std::size_t answer_bytes_max = 1024 * 1024;     // a model that never stops
inline constexpr std::size_t turn_events_max = 10'000;           // non-text events of one turn
inline constexpr std::size_t turns_running_max = 4'096;          // one process, memory bound
inline constexpr std::size_t history_turns_max = 20;             // what a model is given
inline constexpr std::size_t history_bytes_max = 64 * 1024;      // about 16,000 tokens
inline constexpr std::size_t title_characters_max = 80;          // one line of the side bar
inline constexpr std::chrono::milliseconds progress_every{250};  // what a crash may cost
inline constexpr std::chrono::milliseconds progress_followed_every{100};  // read on another replica
inline constexpr std::chrono::milliseconds follow_poll_every{250};        // without notifications
inline constexpr std::chrono::seconds follow_interest{30};  // announced again after a third of it
// Replicas: a beat is seen within a second, a death within lease_silence and three seconds more.
inline constexpr std::chrono::seconds replica_beat_every{1};
inline constexpr std::chrono::seconds lease_silence{10};  // the same heartbeat for so long is death
inline constexpr std::chrono::seconds loop_gap_max{5};    // slept longer: looks at its leases first
inline constexpr std::chrono::seconds model_time_max{600};     // a whole answer
inline constexpr std::chrono::seconds retrieval_time_max{10};  // a search is milliseconds

// History.
inline constexpr std::size_t feedback_characters_max = 4'000;  // code points; a page of text
inline constexpr std::size_t matches_default = 20;             // of a search over one's messages
inline constexpr std::size_t matches_max = 50;
inline constexpr std::size_t feed_events_max = 256;  // that a slow reader of a feed may lag behind
inline constexpr std::chrono::hours restorable_for{30 *
                                                   24};  // what was deleted, until it is erased

// Lists.
inline constexpr std::size_t page_items_default = 50;
inline constexpr std::size_t page_items_max = 200;  // one page stays under 1 MiB

// Knowledge.
inline constexpr std::size_t passages_default = 8;  // what one answer is grounded in
inline constexpr std::size_t passages_max = 50;     // POST /api/search
inline constexpr std::size_t passage_words_min = 150;
inline constexpr std::size_t passage_words_max = 400;
inline constexpr std::size_t passage_bytes_max = 8 * 1024;  // words can be long: scripts without
inline constexpr std::size_t document_text_bytes_max = 64 * 1024 * 1024;  // extracted text
inline constexpr std::size_t file_name_bytes_max = 255;                   // as file systems have it
inline constexpr std::size_t extraction_memory_bytes_max = 512 * 1024 * 1024;
inline constexpr std::chrono::seconds extraction_cpu_max{30};

inline constexpr std::size_t part_passages_max = 50;      // of a text without pages, shown at once
inline constexpr std::size_t ingestion_attempts_max = 3;  // then the file is the cause
inline constexpr std::size_t ingestion_readers = 2;       // documents read at the same time
inline constexpr std::chrono::seconds ingestion_lease{60};    // twice the time of one extraction
inline constexpr std::chrono::seconds ingestion_back_off{5};  // doubled with each attempt

// Threads and queues.
inline constexpr std::size_t blocking_queue_max = 1'024;   // waiting jobs; full = overloaded
inline constexpr std::chrono::seconds drain_time_max{10};  // shutdown on one machine

}  // namespace parlance::limits
