#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace parlance::sqlite {

/// What sqlite_history_store writes, inside a transaction that the caller commits when a value
/// comes back. All functions throw refusal.
result<chat::conversation_summary> rename_conversation(connection& on,
                                                       const access::principal_id& who,
                                                       const chat::conversation_id& which,
                                                       const std::string& title);
result<wall_time> remove_conversation(connection& on, const access::principal_id& who,
                                      const chat::conversation_id& which, wall_time now);
result<chat::conversation_summary> restore_conversation(connection& on,
                                                        const access::principal_id& who,
                                                        const chat::conversation_id& which,
                                                        wall_time deleted_since);
result<> rate_turn(connection& on, const access::principal_id& who, const chat::turn_id& which,
                   const std::optional<chat::feedback>& rated);
result<std::size_t> erase_deleted(connection& on, wall_time deleted_before, std::size_t limit);

}  // namespace parlance::sqlite
