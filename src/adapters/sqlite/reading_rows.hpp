#pragma once

#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// The ingestion queue on a connection, as ingestion_queue says; like document_rows.hpp.
result<knowledge::next_reading> take_queued(connection& on, const knowledge::reader_id& by,
                                            wall_time now);
result<> keep_passages(connection& on, const knowledge::reading& which,
                       const std::vector<knowledge::indexed_passage>& passages);
result<> finish_ready(connection& on, const knowledge::reading& which, const std::string& title);
result<> finish_failed(connection& on, const knowledge::reading& which, const std::string& reason);
result<> put_back(connection& on, const knowledge::reading& which, wall_time due);
result<std::size_t> requeue_left_reading(connection& on);

}  // namespace parlance::sqlite
