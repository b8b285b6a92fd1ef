#pragma once

#include <parlance/chat/replica_store.hpp>
#include <parlance/sqlite/connection.hpp>

#include <vector>

namespace parlance::sqlite {

/// Ends running turns whose owner is gone: what was kept of each becomes its answer. All functions
/// throw refusal.
/// @return what was ended, in the order of beginning.
std::vector<chat::abandoned_turn> interrupt_turns_of(connection& on, const chat::replica_id& owner,
                                                     wall_time now);
/// The same for every owner but one.
std::vector<chat::abandoned_turn> interrupt_turns_but_of(connection& on,
                                                         const chat::turn_owner& owner,
                                                         wall_time now);

}  // namespace parlance::sqlite
