#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

/// Where a turn's row is and what decides whether it may be written. All functions throw refusal.
struct turn_row {
    std::int64_t seq = 0;
    std::string request_fingerprint;
    bool is_deleted = false;  // with its conversation
    chat::turn_standing is;
};

std::optional<turn_row> find_turn_row(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which);

/// The seq of a turn that still runs under `owner`, or nothing: its writer is fenced.
std::optional<std::int64_t> find_running(connection& on, const access::principal_id& who,
                                         const chat::turn_id& which, const chat::turn_owner& owner);

/// The turn with everything that was committed of it. The row exists.
chat::turn_record read_turn(connection& on, std::int64_t seq);

/// What comes after a position. The row exists.
chat::turn_growth read_growth_of(connection& on, const turn_row& which, chat::position from);

/// The text of a running turn's progress rows.
std::string read_progress(connection& on, std::int64_t seq);

/// Of a column.
chat::turn_state state_in(const query& row, int column);

/// Writes events from `ordinal` on, over those that have the same place.
void write_events(connection& on, std::int64_t seq, std::int64_t ordinal,
                  const std::vector<chat::placed_event>& events);

}  // namespace parlance::sqlite
