#include <parlance/sqlite/conversation_parts.hpp>

#include <parlance/sqlite/conversation_reads.hpp>
#include <parlance/sqlite/turn_rows.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace parlance::sqlite {
namespace {

/// A turn's row and its parent's.
struct place {
    std::int64_t seq = 0;
    std::optional<std::int64_t> parent;
};

/// @errors  not_found.
result<place> place_of(connection& on, const access::principal_id& who, std::int64_t conversation,
                       const chat::turn_id& which)
{
    query row(on,
              "SELECT seq, parent FROM turns WHERE principal = ? AND id = ? AND conversation = ?",
              who, which, conversation);
    if (!row.next()) return fail(fault::not_found, "there is no such turn in this conversation");
    return place{row.integer(0), row.optional_integer(1)};
}

std::optional<std::int64_t> parent_of(connection& on, std::int64_t seq)
{
    query row(on, "SELECT parent FROM turns WHERE seq = ?", seq);
    return row.next() ? row.optional_integer(0) : std::nullopt;
}

std::optional<std::int64_t> newest_turn_in(connection& on, std::int64_t conversation)
{
    query row(on, "SELECT max(seq) FROM turns WHERE conversation = ?", conversation);
    return row.next() ? row.optional_integer(0) : std::nullopt;
}

std::optional<std::int64_t> newest_turn_below(connection& on, std::int64_t seq)
{
    query row(on,
              "WITH RECURSIVE below (seq) AS (SELECT ? UNION ALL "
              "SELECT t.seq FROM below JOIN turns AS t ON t.parent = below.seq) "
              "SELECT max(seq) FROM below",
              seq);
    return row.next() ? row.optional_integer(0) : std::nullopt;
}

/// Where a path ends; nothing above a first question.
result<std::optional<std::int64_t>> end_of(connection& on, const access::principal_id& who,
                                           std::int64_t conversation,
                                           const chat::path_wanted& wanted)
{
    const auto& named = wanted.before ? wanted.before : wanted.through;
    if (!named) return newest_turn_in(on, conversation);
    const auto found = place_of(on, who, conversation, *named);
    if (!found) return found.error();
    return wanted.before ? found->parent : newest_turn_below(on, found->seq);
}

chat::turn_record with_siblings(connection& on, std::int64_t conversation, const place& where)
{
    chat::turn_record turn = read_turn(on, where.seq);
    query rows(on,
               where.parent ? "SELECT id FROM turns WHERE parent = ? ORDER BY seq"
                            : "SELECT id FROM turns WHERE conversation = ? AND parent IS NULL "
                              "ORDER BY seq",
               where.parent.value_or(conversation));
    while (rows.next()) turn.siblings.emplace_back(rows.uuid(0));
    return turn;
}

/// Takes turns for as long as they fit.
class taken_turns {
public:
    explicit taken_turns(const chat::turn_bounds& most) : most_(most) {}

    [[nodiscard]] bool is_full() const { return turns_.size() >= most_.turns_max; }
    /// @return false when it does not fit: it is left.
    bool take(chat::turn_record turn)
    {
        const std::size_t bytes = chat::bytes_counted(turn);
        const bool fits =
            turns_.empty() || bytes <= most_.bytes_max - std::min(bytes_, most_.bytes_max);
        if (!fits) return false;
        bytes_ += bytes;
        turns_.push_back(std::move(turn));
        return true;
    }
    std::vector<chat::turn_record> all() { return std::move(turns_); }

private:
    chat::turn_bounds most_;
    std::vector<chat::turn_record> turns_;
    std::size_t bytes_ = 0;
};

}  // namespace

result<chat::opened_conversation> open_conversation(connection& on, const access::principal_id& who,
                                                    const chat::conversation_id& which,
                                                    const chat::path_wanted& wanted)
{
    const auto row = find_open_row(on, who, which);
    if (!row) return row.error();
    const auto end = end_of(on, who, row->seq, wanted);
    if (!end) return end.error();
    std::optional<std::int64_t> next = *end;
    taken_turns taken(wanted.most);
    while (next && !taken.is_full()) {
        const place here{*next, parent_of(on, *next)};
        if (!taken.take(with_siblings(on, row->seq, here))) break;
        next = here.parent;
    }
    chat::opened_conversation opened{row->now.summary, taken.all(), next.has_value()};
    std::reverse(opened.turns.begin(), opened.turns.end());
    return opened;
}

result<chat::conversation_outline> outline_of(connection& on, const access::principal_id& who,
                                              const chat::conversation_id& which)
{
    const auto row = find_open_row(on, who, which);
    if (!row) return row.error();
    chat::conversation_outline outline{row->now.summary, {}};
    query turns(
        on,
        "SELECT t.id, p.id, t.state FROM turns AS t LEFT JOIN turns AS p ON p.seq = t.parent "
        "WHERE t.conversation = ? ORDER BY t.seq",
        row->seq);
    while (turns.next()) {
        chat::placed_turn turn{chat::turn_id(turns.uuid(0)), std::nullopt, state_in(turns, 2)};
        if (!turns.is_null(1)) turn.parent = chat::turn_id(turns.uuid(1));
        outline.turns.push_back(turn);
    }
    return outline;
}

result<std::vector<chat::turn_record>> read_turns(connection& on, const access::principal_id& who,
                                                  const chat::conversation_id& which,
                                                  const chat::turns_wanted& wanted)
{
    const auto row = find_open_row(on, who, which);
    if (!row) return row.error();
    taken_turns taken(wanted.most);
    for (const chat::turn_id& turn : wanted.turns) {
        if (taken.is_full()) break;
        const auto found = place_of(on, who, row->seq, turn);
        if (!found) return found.error();
        if (!taken.take(with_siblings(on, row->seq, *found))) break;
    }
    return taken.all();
}

}  // namespace parlance::sqlite
