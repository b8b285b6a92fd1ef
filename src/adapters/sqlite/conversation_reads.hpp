#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace parlance::sqlite {

/// What sqlite_conversation_store reads, on a connection. All functions throw refusal.
result<chat::turn_record> find_turn(connection& on, const access::principal_id& who,
                                    const chat::turn_id& which);
result<chat::turn_growth> read_growth(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which, chat::position from);
std::vector<chat::turn_key> stops_wanted(connection& on, const chat::turn_owner& owner);
result<chat::conversation_page> list_conversations(connection& on, const access::principal_id& who,
                                                   const stored_form::page_cursor& after,
                                                   std::size_t limit);

struct conversation_row {
    std::int64_t seq = 0;
    chat::conversation_now now;
};
/// Also a deleted one.
std::optional<conversation_row> find_conversation_row(connection& on,
                                                      const access::principal_id& who,
                                                      const chat::conversation_id& which);
/// @errors  not_found, also for a deleted one.
result<conversation_row> find_open_row(connection& on, const access::principal_id& who,
                                       const chat::conversation_id& which);

}  // namespace parlance::sqlite
