#pragma once

#include <parlance/chat/history_store.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// What is done with conversations afterwards, in SQLite. Texts are analysed on the readers'
/// threads, never on the writer's.
class sqlite_history_store : public chat::history_store {
public:
    /// @param database, analyzer  outlive the store.
    sqlite_history_store(sqlite_database& database, const knowledge::text_analyzer& analyzer)
        : database_(database), analyzer_(analyzer)
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
    sqlite_database& database_;
    const knowledge::text_analyzer& analyzer_;
};

}  // namespace parlance::sqlite
