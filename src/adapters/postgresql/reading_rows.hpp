#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// When to ask again while what is due is just being taken by others.
inline constexpr std::chrono::milliseconds queue_asked_again_after{100};
/// Of how many principals the oldest document is tried, when others take them at the same moment.
inline constexpr std::size_t owners_tried_max = 8;

/// The ingestion queue in a transaction, as ingestion_queue says; like document_rows.hpp. Replicas
/// share it: what one is just taking the others pass by, and nobody waits for one that stands
/// still.
task<result<knowledge::next_reading>> take_queued(transaction& in, knowledge::reader_id by,
                                                  wall_time now);
task<result<>> keep_passages(transaction& in, knowledge::reading which,
                             std::vector<knowledge::indexed_passage> passages);
task<result<>> finish_ready(transaction& in, knowledge::reading which, std::string title);
task<result<>> finish_failed(transaction& in, knowledge::reading which, std::string reason);
task<result<>> put_back(transaction& in, knowledge::reading which, wall_time due);
task<result<std::size_t>> requeue_left_reading(transaction& in);

}  // namespace parlance::postgresql
