#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace parlance::postgresql {

/// What postgresql_history_store does in a transaction, which its caller commits when a value comes
/// back. All functions throw refusal.
task<result<chat::conversation_now>> look_at_conversation(transaction& in, access::principal_id who,
                                                          chat::conversation_id which);
task<result<chat::conversation_summary>> rename_conversation(transaction& in,
                                                             access::principal_id who,
                                                             chat::conversation_id which,
                                                             std::string title);
task<result<wall_time>> remove_conversation(transaction& in, access::principal_id who,
                                            chat::conversation_id which, wall_time now);
task<result<chat::conversation_summary>> restore_conversation(transaction& in,
                                                              access::principal_id who,
                                                              chat::conversation_id which,
                                                              wall_time deleted_since);
task<result<>> rate_turn(transaction& in, access::principal_id who, chat::turn_id which,
                         std::optional<chat::feedback> rated);
task<result<std::size_t>> erase_deleted(transaction& in, wall_time deleted_before,
                                        std::size_t limit);

}  // namespace parlance::postgresql
