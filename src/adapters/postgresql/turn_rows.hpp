#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// Where a turn's row is and what decides whether it may be written.
struct turn_row {
    std::int64_t seq = 0;
    std::string request_fingerprint;
    bool is_deleted = false;  // with its conversation
    chat::turn_standing is;
    wall_time created_at;
};

/// Asks for one turn_row; its answer is read by turn_row_in.
statement which_turn(const access::principal_id& who, const chat::turn_id& which);
std::optional<turn_row> turn_row_in(const rows& answer);

/// Turns with everything that was committed of them, in the order of `seqs`; those that are gone
/// are left out.
task<std::vector<chat::turn_record>> read_turns(transaction& in, std::vector<std::int64_t> seqs);

/// A turn that was just begun.  @param newest_or_named  what was found as its parent.
chat::turn_record record_of(const chat::new_turn& asked,
                            const std::optional<chat::turn_id>& newest_or_named);

/// Pieces of one answer, put together. Each repeats what an earlier one said when its writer never
/// heard that it was kept.
class answer_so_far {
public:
    /// @param from_byte  rises from piece to piece. After a gap nothing can be placed.
    void add(std::int64_t from_byte, const std::string& text);
    [[nodiscard]] const std::string& text() const { return text_; }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    bool has_gap_ = false;
};

// Columns of an answer.
chat::turn_state state_in(const row& from, int column);
std::optional<fault> fault_in(const row& from, int column);
/// Of two columns, owner and epoch.
chat::turn_owner owner_in(const row& from, int column);
/// Of three columns, at_byte, kind and payload.
chat::placed_event event_in(const row& from, int column);

}  // namespace parlance::postgresql
