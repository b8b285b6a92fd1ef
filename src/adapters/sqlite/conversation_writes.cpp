#include <parlance/sqlite/conversation_writes.hpp>
#include <parlance/sqlite/interrupted_turns.hpp>
#include <parlance/sqlite/message_rows.hpp>
#include <parlance/sqlite/replica_rows.hpp>
#include <parlance/sqlite/turn_rows.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::sqlite {
namespace {

using optional_seq = std::optional<std::int64_t>;

/// The conversation to go on with, or a new one.
result<std::int64_t> conversation_for(connection& on, const access::principal_id& who,
                                      const chat::new_turn& asked)
{
    if (!asked.conversation) {
        query(on,
              "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
              "VALUES (?, ?, ?, ?, ?) ON CONFLICT (principal, id) DO NOTHING",
              who, asked.new_conversation, asked.title, asked.created_at, asked.created_at)
            .run();
        if (on.rows_changed() == 0) return fail(fault::conflict, "this conversation id is taken");
        return on.last_row();
    }
    query row(on,
              "SELECT seq FROM conversations "
              "WHERE principal = ? AND id = ? AND deleted_at IS NULL",
              who, *asked.conversation);
    if (!row.next()) return fail(fault::not_found, "there is no such conversation");
    return row.integer(0);
}

result<optional_seq> parent_for(connection& on, const access::principal_id& who,
                                const chat::new_turn& asked, std::int64_t conversation)
{
    using parent_kind = chat::new_turn::parent_kind;
    if (asked.parent == parent_kind::none) return optional_seq();
    if (asked.parent == parent_kind::newest) {
        query newest(on, "SELECT max(seq) FROM turns WHERE conversation = ?", conversation);
        return newest.next() ? newest.optional_integer(0) : optional_seq();
    }
    query named(on, "SELECT seq FROM turns WHERE principal = ? AND id = ? AND conversation = ?",
                who, asked.named_parent, conversation);
    if (!named.next()) {
        return fail(fault::not_found, "there is no such parent turn in this conversation");
    }
    return optional_seq(named.integer(0));
}

/// Where in a conversation a turn stands.
struct turn_place {
    std::int64_t conversation;
    optional_seq parent;
};

std::int64_t insert_turn(connection& on, const access::principal_id& who,
                         const chat::new_turn& asked, const turn_place& where)
{
    query(on,
          "INSERT INTO turns (principal, id, conversation, parent, continues_turn, state, owner, "
          "epoch, created_at, model, request_fingerprint, question, trace_id) "
          "VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?, ?)",
          who, asked.id, where.conversation, where.parent,
          asked.continues ? where.parent : std::nullopt, asked.owner.replica, asked.owner.epoch,
          asked.created_at, asked.model, asked.request_fingerprint, asked.question, asked.trace_id)
        .run();
    return on.last_row();
}

void touch(connection& on, std::int64_t conversation, wall_time when)
{
    query(on, "UPDATE conversations SET updated_at = max(updated_at, ?) WHERE seq = ?", when,
          conversation)
        .run();
}

void drop_progress(connection& on, std::int64_t turn)
{
    query(on, "DELETE FROM turn_progress WHERE turn = ?", turn).run();
}

std::optional<std::string_view> name_of_fault(const std::optional<fault>& kind)
{
    if (!kind) return std::nullopt;
    return name_of(*kind);
}

/// True when this very end was kept before: its writer never heard of it.
bool is_ended_so(connection& on, std::int64_t turn, const chat::turn_owner& owner,
                 const chat::turn_end& end)
{
    query row(on,
              "SELECT 1 FROM turns WHERE seq = ? AND owner = ? AND epoch = ? AND state = ? "
              "AND finished_at = ? AND answer = ?",
              turn, owner.replica, owner.epoch, chat::name_of(end.state), end.finished_at,
              end.answer);
    return row.next();
}

}  // namespace

result<chat::begun_turn> begin_turn(connection& on, const access::principal_id& who,
                                    const chat::new_turn& asked)
{
    if (const auto known = find_turn_row(on, who, asked.id)) {
        if (known->is_deleted) return fail(fault::not_found, "there is no such conversation");
        if (known->request_fingerprint != asked.request_fingerprint) {
            return fail(fault::conflict, "this turn id was begun with another request");
        }
        return chat::begun_turn{read_turn(on, known->seq), false};
    }
    if (!is_joined(on, asked.owner)) {
        return fail(fault::overloaded, "this replica is not among those that may begin turns");
    }
    const auto conversation = conversation_for(on, who, asked);
    if (!conversation) return conversation.error();
    const auto parent = parent_for(on, who, asked, *conversation);
    if (!parent) return parent.error();
    const std::int64_t turn = insert_turn(on, who, asked, {*conversation, *parent});
    touch(on, *conversation, asked.created_at);
    using chat::match_place;
    if (!asked.conversation) index_later(on, message_number(turn, match_place::title));
    index_later(on, message_number(turn, match_place::question));
    return chat::begun_turn{read_turn(on, turn), true};
}

result<std::vector<chat::turn_key>> append_progress(connection& on, const chat::turn_owner& owner,
                                                    const std::vector<chat::turn_progress>& growth)
{
    std::vector<chat::turn_key> fenced;
    for (const chat::turn_progress& grown : growth) {
        const auto turn = find_running(on, grown.who, grown.id, owner);
        if (!turn) {
            fenced.push_back({grown.who, grown.id});
            continue;
        }
        if (!grown.text.empty()) {
            query(on,
                  "INSERT OR REPLACE INTO turn_progress (turn, from_byte, text) VALUES (?, ?, ?)",
                  *turn, grown.from_byte, grown.text)
                .run();
        }
        write_events(on, *turn, grown.from_event, grown.events);
    }
    return fenced;
}

result<> finish_turn(connection& on, const access::principal_id& who, const chat::turn_owner& owner,
                     const chat::turn_end& end)
{
    query(on,
          "UPDATE turns SET state = ?, answer = ?, fault = ?, finished_at = ? "
          "WHERE principal = ? AND id = ? AND owner = ? AND epoch = ? AND state = 'running'",
          chat::name_of(end.state), end.answer, name_of_fault(end.failed_with), end.finished_at,
          who, end.id, owner.replica, owner.epoch)
        .run();
    const bool is_fenced = on.rows_changed() == 0;
    query row(on, "SELECT seq, conversation FROM turns WHERE principal = ? AND id = ?", who,
              end.id);
    if (!row.next()) return fail(fault::not_found, "there is no such turn");
    if (is_fenced) {
        if (is_ended_so(on, row.integer(0), owner, end)) return {};
        return fail(fault::conflict, "the turn is not running under this owner any more");
    }
    const std::int64_t turn = row.integer(0);
    drop_progress(on, turn);
    query(on, "DELETE FROM turn_events WHERE turn = ?", turn).run();
    write_events(on, turn, 0, end.events);
    touch(on, row.integer(1), end.finished_at);
    index_later(on, message_number(turn, chat::match_place::answer));
    return {};
}

result<chat::turn_standing> want_stop(connection& on, const access::principal_id& who,
                                      const chat::turn_id& which)
{
    const auto row = find_turn_row(on, who, which);
    if (!row || row->is_deleted) return fail(fault::not_found, "there is no such turn");
    if (!chat::is_final(row->is.state)) {
        query(on, "UPDATE turns SET stop_wanted = 1 WHERE seq = ?", row->seq).run();
    }
    return row->is;
}

result<std::size_t> interrupt_left_running(connection& on, const chat::turn_owner& owner,
                                           wall_time now)
{
    keep_only(on, owner.replica);
    return interrupt_turns_but_of(on, owner, now).size();
}

}  // namespace parlance::sqlite
