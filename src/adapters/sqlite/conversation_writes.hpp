#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <vector>

namespace parlance::sqlite {

/// What sqlite_conversation_store writes, inside a transaction that the caller commits when a value
/// comes back. All functions throw refusal.
result<chat::begun_turn> begin_turn(connection& on, const access::principal_id& who,
                                    const chat::new_turn& asked);
result<std::vector<chat::turn_key>> append_progress(connection& on, const chat::turn_owner& owner,
                                                    const std::vector<chat::turn_progress>& growth);
result<> finish_turn(connection& on, const access::principal_id& who, const chat::turn_owner& owner,
                     const chat::turn_end& end);
result<chat::turn_standing> want_stop(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which);
result<std::size_t> interrupt_left_running(connection& on, const chat::turn_owner& owner,
                                           wall_time now);

}  // namespace parlance::sqlite
