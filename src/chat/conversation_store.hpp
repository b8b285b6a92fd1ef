#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/position.hpp>
#include <parlance/chat/reading_limits.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::chat {

/// A question as it is committed before the first byte of its response.
struct new_turn {
    turn_id id;
    /// The conversation to go on with; nothing starts `new_conversation` with `title`.
    std::optional<conversation_id> conversation;
    conversation_id new_conversation;
    std::string title;
    /// newest = the conversation's newest turn; none = a first question; named = that turn.
    enum class parent_kind { newest, none, named } parent = parent_kind::newest;
    std::optional<turn_id> named_parent;
    std::string question;
    std::string model;
    /// SHA-256 or any collision-free text of the request: the same id with another one conflicts.
    std::string request_fingerprint;
    turn_owner owner;
    wall_time created_at;
    std::optional<turn_id> continues{};  // then it is the named parent, too
    std::string trace_id{};
};

/// What begin_turn did.
struct begun_turn {
    turn_record record;
    bool is_new = false;  // false: the same request was begun before; `record` is as stored
};

/// Growth of one running turn since the last time.
struct turn_progress {
    access::principal_id who;
    turn_id id;
    std::int64_t from_byte = 0;  // where `text` starts in the answer
    std::string text;
    std::int64_t from_event = 0;  // ordinal of the first of `events`, from 0
    std::vector<placed_event> events;
};

/// Turns are keyed by principal and id: nobody can meet another's turn.
struct turn_key {
    access::principal_id who;
    turn_id id;
    friend auto operator<=>(const turn_key&, const turn_key&) = default;
};

/// How a turn ended. Whole answer and all events: the progress rows go with it.
struct turn_end {
    turn_id id;
    turn_state state = turn_state::completed;
    std::string answer;
    std::vector<placed_event> events;
    std::optional<fault> failed_with;
    wall_time finished_at;
};

/// Where a turn stands.
struct turn_standing {
    turn_state state = turn_state::running;
    turn_owner owner;
};

/// What was committed of a turn after a position.
struct turn_growth {
    turn_standing is;
    std::int64_t from_byte = 0;  // where `text` starts: as asked, or the answer's end before that
    std::string text;
    std::int64_t from_event = 0;
    std::vector<placed_event> events;
    std::optional<fault> failed_with;  // of a final turn, as the next two
    std::optional<wall_time> finished_at;
    std::string trace_id;
};

struct conversation_summary {
    conversation_id id;
    std::string title;
    wall_time created_at;
    wall_time updated_at;
    bool is_running = false;  // one of its turns is
    friend bool operator==(const conversation_summary&, const conversation_summary&) = default;
};

struct conversation_page {
    std::vector<conversation_summary> items;  // newest first by updated_at
    std::string next_cursor;                  // empty at the end
};

/// How much is read at once: as many turns as fit, one at least.
struct turn_bounds {
    std::size_t turns_max = limits::page_items_default;
    std::size_t bytes_max = opened_bytes_max;  // as bytes_counted() counts
};

/// A path of turns, of which the end is read.
struct path_wanted {
    /// The path from the first question through this turn to the newest one below it; through the
    /// newest turn of all when none is named.
    std::optional<turn_id> through{};
    /// Named: the path that leads to this turn, without it. `through` is not looked at.
    std::optional<turn_id> before{};
    turn_bounds most{};
};

struct opened_conversation {
    conversation_summary summary;
    std::vector<turn_record> turns;  // the end of a path, downwards, each with its siblings
    bool has_earlier = false;        // the path is longer: it leads to the first of them
};

/// Conversations and turns. Implemented by sqlite, postgresql and, in tests, in memory.
///
/// Every call names a principal: rows of another are not_found, and a turn_id is unique per
/// principal only. What is in a deleted conversation is not_found, too; a turn that runs there can
/// still be finished. Text is kept byte for byte, NUL included.
/// @errors  everywhere: overloaded (busy, disk full: nothing half-written), internal.
class conversation_store {
public:
    virtual ~conversation_store() = default;

    /// Commits the question durably, state running.
    /// @errors  not_found (conversation, named parent), conflict (the id was begun with another
    ///          fingerprint), overloaded (the owner has not joined the replica_store, or was
    ///          declared dead: a turn of nobody would run for ever).
    virtual task<result<begun_turn>> begin_turn(call_scope scope, access::principal who,
                                                new_turn asked) = 0;

    /// Commits all growth in one transaction. The same growth may come again, when its writer never
    /// heard that it was kept: what starts at the same place is replaced. Turns that are no longer
    /// running under `owner` are left alone and returned: their writer is fenced.
    virtual task<result<std::vector<turn_key>>> append_progress(
        call_scope scope, turn_owner owner, std::vector<turn_progress> growth) = 0;

    /// Commits the end durably, in one transaction. The same end may come again, when its writer
    /// never heard that it was kept: that is no conflict.
    /// @errors  not_found; conflict when the turn is not running under `owner` any more.
    virtual task<result<>> finish_turn(call_scope scope, access::principal who, turn_owner owner,
                                       turn_end end) = 0;

    /// The turn with everything that was committed of it.  @errors  not_found.
    virtual task<result<turn_record>> find_turn(call_scope scope, access::principal who,
                                                turn_id which) = 0;

    /// What was committed of a turn after a position, whose `events` are those of the store, from
    /// 0: for readers on another replica than its own. One state of the store: text and events
    /// belong together.  @errors  not_found.
    virtual task<result<turn_growth>> read_growth(call_scope scope, access::principal who,
                                                  turn_id which, position from) = 0;
    /// Leaves a wish to stop a turn for its owner to find; a turn that has ended is left alone.
    /// @return its state and owner.  @errors  not_found.
    virtual task<result<turn_standing>> want_stop(call_scope scope, access::principal who,
                                                  turn_id which) = 0;
    /// The running turns of an owner that somebody wants to stop.
    virtual task<result<std::vector<turn_key>>> stops_wanted(call_scope scope,
                                                             turn_owner owner) = 0;

    /// @param cursor  as given by the page before, or empty. invalid_request when it is no cursor.
    virtual task<result<conversation_page>> list(call_scope scope, access::principal who,
                                                 std::string cursor, std::size_t limit) = 0;
    /// The end of a path. What is not asked for is not read either.
    /// @errors  not_found, also for a turn of another conversation.
    virtual task<result<opened_conversation>> open(call_scope scope, access::principal who,
                                                   conversation_id which, path_wanted wanted) = 0;

    /// Marks every running turn of another owner as interrupted and takes all other replicas out
    /// (one machine: whoever holds the data directory is alone). The text of its progress rows
    /// becomes its answer. @return how many.
    virtual task<result<std::size_t>> interrupt_left_running(call_scope scope, turn_owner owner,
                                                             wall_time now) = 0;
};

}  // namespace parlance::chat
