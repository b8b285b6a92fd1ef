#pragma once

#include <parlance/knowledge/document_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// Documents in SQLite. What was added or deleted survives a power loss.
class sqlite_document_store : public knowledge::document_store {
public:
    /// @param database  outlives the store.
    explicit sqlite_document_store(sqlite_database& database) : database_(database) {}

    task<result<knowledge::document>> add(call_scope scope, access::principal who,
                                          knowledge::document added) override;
    task<result<knowledge::document>> find(call_scope scope, access::principal who,
                                           knowledge::document_id which) override;
    task<result<knowledge::document_page>> list(call_scope scope, access::principal who,
                                                knowledge::document_query wanted) override;
    task<result<std::vector<knowledge::passage>>> read_page(call_scope scope, access::principal who,
                                                            knowledge::document_id which,
                                                            std::int64_t page) override;
    task<result<wall_time>> remove(call_scope scope, access::principal who,
                                   knowledge::document_id which, wall_time now) override;
    task<result<knowledge::document>> restore(call_scope scope, access::principal who,
                                              knowledge::document_id which) override;
    task<result<knowledge::document>> retry(call_scope scope, access::principal who,
                                            knowledge::document_id which) override;
    task<result<std::size_t>> purge(call_scope scope, wall_time before) override;
    task<result<std::vector<std::string>>> unused_content(
        call_scope scope, std::vector<std::string> content_hashes) override;
    task<result<std::vector<std::string>>> added_content(
        call_scope scope, std::vector<std::string> content_hashes) override;
    task<result<knowledge::store_id>> identify(call_scope scope,
                                               knowledge::store_id proposed) override;
    task<result<knowledge::holdings>> look_at_holdings(call_scope scope) override;

private:
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
