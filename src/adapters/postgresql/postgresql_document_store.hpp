#pragma once

#include <parlance/knowledge/document_store.hpp>
#include <parlance/postgresql/database.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// Documents in PostgreSQL. What was added or deleted survives a power loss.
class postgresql_document_store : public knowledge::document_store {
public:
    /// @param from  outlives the store.
    explicit postgresql_document_store(database& from) : database_(from) {}

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
    database& database_;
};

}  // namespace parlance::postgresql
