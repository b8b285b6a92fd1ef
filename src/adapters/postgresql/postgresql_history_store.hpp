#pragma once

#include <parlance/chat/history_store.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// What is done with conversations afterwards, in PostgreSQL. Texts are analysed on a pool's
/// threads, never on an io thread. Replicas share the work of making messages searchable.
class postgresql_history_store : public chat::history_store {
public:
    /// @param from, analyzer, pool  outlive the store.
    postgresql_history_store(database& from, const knowledge::text_analyzer& analyzer,
                             runtime::blocking_pool& pool)
        : database_(from), analyzer_(analyzer), pool_(pool)
    {
    }

    task<result<chat::conversation_now>> look_at(call_scope scope, access::principal who,
                                                 chat::conversation_id which) override;
    task<result<chat::conversation_outline>> outline(call_scope scope, access::principal who,
                                                     chat::conversation_id which) override;
    task<result<std::vector<chat::turn_record>>> read_turns(call_scope scope, access::principal who,
                                                            chat::conversation_id which,
                                                            chat::turns_wanted wanted) override;
    task<result<chat::conversation_summary>> rename(call_scope scope, access::principal who,
                                                    chat::conversation_id which,
                                                    std::string title) override;
    task<result<wall_time>> remove(call_scope scope, access::principal who,
                                   chat::conversation_id which, wall_time now) override;
    task<result<chat::conversation_summary>> restore(call_scope scope, access::principal who,
                                                     chat::conversation_id which,
                                                     wall_time deleted_since) override;
    task<result<>> rate(call_scope scope, access::principal who, chat::turn_id which,
                        std::optional<chat::feedback> rated) override;
    task<result<std::vector<chat::conversation_match>>> search(call_scope scope,
                                                               access::principal who,
                                                               std::string text,
                                                               std::size_t limit) override;
    task<result<std::size_t>> index_messages(call_scope scope, std::size_t limit) override;
    task<result<std::size_t>> erase_deleted(call_scope scope, wall_time deleted_before,
                                            std::size_t limit) override;

private:
    database& database_;
    const knowledge::text_analyzer& analyzer_;
    runtime::blocking_pool& pool_;
};

}  // namespace parlance::postgresql
