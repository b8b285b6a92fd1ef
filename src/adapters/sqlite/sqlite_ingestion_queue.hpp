#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <string>
#include <vector>

namespace parlance::sqlite {

/// The ingestion queue in SQLite. What reading found survives a crash of the process; after a power
/// loss it may be read again.
class sqlite_ingestion_queue : public knowledge::ingestion_queue {
public:
    /// @param database  outlives the queue.
    explicit sqlite_ingestion_queue(sqlite_database& database) : database_(database) {}

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
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
