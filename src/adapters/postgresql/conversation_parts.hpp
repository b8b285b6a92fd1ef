#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <vector>

namespace parlance::postgresql {

/// Parts of a conversation, in a transaction. Which turns fit is asked first, then only they are
/// read.
task<result<chat::opened_conversation>> open_conversation(transaction& in, access::principal_id who,
                                                          chat::conversation_id which,
                                                          chat::path_wanted wanted);
task<result<chat::conversation_outline>> outline_of(transaction& in, access::principal_id who,
                                                    chat::conversation_id which);
task<result<std::vector<chat::turn_record>>> read_turns_of(transaction& in,
                                                           access::principal_id who,
                                                           chat::conversation_id which,
                                                           chat::turns_wanted wanted);

}  // namespace parlance::postgresql
