#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/snippet.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::chat {

enum class match_place { title, question, answer };
std::string_view name_of(match_place place);

/// A message that a search found.
struct conversation_match {
    conversation_id conversation;
    std::string title;
    std::optional<turn_id> turn;  // nothing when the title matched
    match_place place = match_place::title;
    std::vector<snippet_part> snippet;
    wall_time created_at;  // of the turn, or of the conversation
};

/// A conversation as its feed shows it.
struct conversation_now {
    conversation_summary summary;
    std::optional<wall_time> deleted_at;
};

/// A turn and where it hangs, without its texts.
// NOLINTNEXTLINE(*-member-init): an aggregate without a default
struct placed_turn {
    turn_id id;
    std::optional<turn_id> parent;
    turn_state state = turn_state::running;
    friend bool operator==(const placed_turn&, const placed_turn&) = default;
};

/// Some turns of a conversation, of which the first are read that fit.
struct turns_wanted {
    std::vector<turn_id> turns;
    turn_bounds most{};
};

/// All turns of a conversation, the oldest first.
struct conversation_outline {
    conversation_summary summary;
    std::vector<placed_turn> turns;
};

/// What is done with conversations afterwards. Implemented by sqlite and, in tests, in memory, over
/// the same rows as conversation_store.
///
/// Every call that names a principal sees that principal's rows only; others are not_found.
/// @errors  everywhere: overloaded (busy, disk full: nothing half-done), internal.
class history_store {
public:
    virtual ~history_store() = default;

    /// The conversation, also when it is deleted.  @errors  not_found.
    virtual task<result<conversation_now>> look_at(call_scope scope, access::principal who,
                                                   conversation_id which) = 0;
    /// @errors  not_found (deleted).
    virtual task<result<conversation_outline>> outline(call_scope scope, access::principal who,
                                                       conversation_id which) = 0;
    /// The first of some turns, as many as fit, each with its siblings, in the order given.
    /// @errors  not_found, also for a turn of another conversation.
    virtual task<result<std::vector<turn_record>>> read_turns(call_scope scope,
                                                              access::principal who,
                                                              conversation_id which,
                                                              turns_wanted wanted) = 0;

    /// Its place in the list stays.  @errors  not_found (deleted).
    virtual task<result<conversation_summary>> rename(call_scope scope, access::principal who,
                                                      conversation_id which, std::string title) = 0;
    /// What runs in it is wanted to stop, as by conversation_store::want_stop.
    /// @return when it was deleted: the first time counts.  @errors  not_found.
    virtual task<result<wall_time>> remove(call_scope scope, access::principal who,
                                           conversation_id which, wall_time now) = 0;
    /// Takes a deletion back that is not older than `deleted_since`; what is not deleted stays.
    /// @errors  not_found.
    virtual task<result<conversation_summary>> restore(call_scope scope, access::principal who,
                                                       conversation_id which,
                                                       wall_time deleted_since) = 0;

    /// Keeps the rating of an answer in place of an earlier one; nothing takes it back.
    /// @errors  not_found; conflict while the turn runs.
    virtual task<result<>> rate(call_scope scope, access::principal who, turn_id which,
                                std::optional<feedback> rated) = 0;

    /// One's titles, questions and answers with the words of `text`: those with all of them first,
    /// then the best; of two that are as good, the newer. What index_messages has not reached yet
    /// is not found.
    virtual task<result<std::vector<conversation_match>>> search(call_scope scope,
                                                                 access::principal who,
                                                                 std::string text,
                                                                 std::size_t limit) = 0;
    /// Makes up to `limit` messages searchable that are new or have changed, the newest first.
    /// @return how many; 0 when there is nothing left to do.
    virtual task<result<std::size_t>> index_messages(call_scope scope, std::size_t limit) = 0;

    /// Erases up to `limit` conversations that were deleted before a time, with all that is in
    /// them.  @return how many.
    virtual task<result<std::size_t>> erase_deleted(call_scope scope, wall_time deleted_before,
                                                    std::size_t limit) = 0;
};

}  // namespace parlance::chat
