#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <vector>

namespace parlance::sqlite {

/// Parts of a conversation, read turn by turn from where they end. All functions throw refusal.
result<chat::opened_conversation> open_conversation(connection& on, const access::principal_id& who,
                                                    const chat::conversation_id& which,
                                                    const chat::path_wanted& wanted);
result<chat::conversation_outline> outline_of(connection& on, const access::principal_id& who,
                                              const chat::conversation_id& which);
result<std::vector<chat::turn_record>> read_turns(connection& on, const access::principal_id& who,
                                                  const chat::conversation_id& which,
                                                  const chat::turns_wanted& wanted);

}  // namespace parlance::sqlite
