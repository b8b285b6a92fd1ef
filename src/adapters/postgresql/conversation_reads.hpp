#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/position.hpp>
#include <parlance/postgresql/transaction.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace parlance::postgresql {

/// What is read of conversations, in a transaction.
task<result<chat::turn_record>> find_turn(transaction& in, access::principal_id who,
                                          chat::turn_id which);
task<result<chat::turn_growth>> read_growth(transaction& in, access::principal_id who,
                                            chat::turn_id which, chat::position from);

/// One page, and whether there is another: asks for one row more than `limit`.
statement which_conversations(const access::principal_id& who,
                              const stored_form::page_cursor& after, std::size_t limit);
chat::conversation_page page_in(const rows& answer, std::size_t limit);

struct conversation_row {
    std::int64_t seq = 0;
    chat::conversation_now now;
};
/// Also a deleted one.
statement which_conversation(const access::principal_id& who, const chat::conversation_id& which);
std::optional<conversation_row> conversation_row_in(const rows& answer);
/// @errors  not_found, also for a deleted one.
result<conversation_row> open_row_in(const rows& answer);

}  // namespace parlance::postgresql
