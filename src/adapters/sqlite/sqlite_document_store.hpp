#pragma once

#include <parlance/knowledge/document_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// Documents, passages, their index rows and the ingestion queue in SQLite. What was added survives
/// a power loss; what reading found survives a crash, and is read again otherwise.
class sqlite_document_store : public knowledge::document_store {
public:
    /// @param database  outlives the store.
    explicit sqlite_document_store(sqlite_database& database) : database_(database) {}

    task<result<knowledge::document>> add(call_scope scope, access::principal who,
                                          knowledge::document added) override;
    task<result<knowledge::document>> find(call_scope scope, access::principal who,
                                           knowledge::document_id which) override;
    task<result<knowledge::document_page>> list(call_scope scope, access::principal who,
                                                std::string cursor, std::size_t limit) override;
    task<result<std::optional<knowledge::document>>> take_queued(call_scope scope) override;
    task<result<>> finish_ready(call_scope scope, knowledge::document_id which, std::string title,
                                std::vector<knowledge::indexed_passage> passages) override;
    task<result<>> finish_failed(call_scope scope, knowledge::document_id which,
                                 std::string reason) override;
    task<result<std::size_t>> requeue_left_reading(call_scope scope) override;

private:
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
