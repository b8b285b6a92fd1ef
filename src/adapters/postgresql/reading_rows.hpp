#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// When to ask again while what is due is just being taken by others.
inline constexpr std::chrono::milliseconds queue_asked_again_after{100};
/// Of how many principals the oldest document is tried, when others take them at the same moment.
inline constexpr std::size_t owners_tried_max = 8;

/// What a take_queued gave when nobody heard whether it did.
struct given_reading {
    std::optional<std::int64_t> document;
    std::int64_t epoch = 0;
};

/// The ingestion queue in a transaction, as ingestion_queue says; like document_rows.hpp. Replicas
/// share it: what one is just taking the others pass by, and nobody waits for one that stands
/// still. Leases and pauses lapse by the clock of the database, whatever those of the replicas say.
///
/// @param now    the caller's, which times in the answer are on.
/// @param given  by the same work, when it is done again; filled before the COMMIT.
task<result<knowledge::next_reading>> take_queued(transaction& in, knowledge::reader_id by,
                                                  wall_time now,
                                                  std::shared_ptr<given_reading> given);
/// Extends the lease to limits::ingestion_lease from now.
task<result<>> keep_passages(transaction& in, knowledge::reading which,
                             std::vector<knowledge::indexed_passage> passages);
task<result<>> finish_ready(transaction& in, knowledge::reading which, std::string title);
task<result<>> finish_failed(transaction& in, knowledge::reading which, std::string reason);
task<result<>> put_back(transaction& in, knowledge::reading which, std::chrono::milliseconds pause);
task<result<std::size_t>> requeue_left_reading(transaction& in);

}  // namespace parlance::postgresql
