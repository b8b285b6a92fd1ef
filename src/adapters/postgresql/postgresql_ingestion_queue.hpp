#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/postgresql/database.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// The ingestion queue in PostgreSQL, shared by replicas. What reading found survives a crash of
/// the process; when the database server crashes it may be read again. Leases and pauses lapse by
/// the database's clock.
///
/// requeue_left_reading takes documents away from readers on other replicas, too: replicas never
/// call it when they start, since leases lapse by themselves.
class postgresql_ingestion_queue : public knowledge::ingestion_queue {
public:
    /// @param from  outlives the queue.
    explicit postgresql_ingestion_queue(database& from) : database_(from) {}

    task<result<knowledge::next_reading>> take_queued(call_scope scope, knowledge::reader_id by,
                                                      wall_time now) override;
    task<result<>> keep_passages(call_scope scope, knowledge::reading which,
                                 std::vector<knowledge::indexed_passage> passages) override;
    task<result<>> finish_ready(call_scope scope, knowledge::reading which,
                                std::string title) override;
    task<result<>> finish_failed(call_scope scope, knowledge::reading which,
                                 std::string reason) override;
    task<result<>> put_back(call_scope scope, knowledge::reading which, wall_time now,
                            std::chrono::milliseconds pause) override;
    task<result<std::size_t>> requeue_left_reading(call_scope scope) override;

private:
    database& database_;
};

}  // namespace parlance::postgresql
