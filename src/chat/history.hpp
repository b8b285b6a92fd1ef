#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/history_keeper.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/clock.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parlance::chat {

/// A conversation that was deleted and can be restored for a while.
struct deletion {
    wall_time deleted_at;
    wall_time restorable_until;
};

/// One's conversations: looked at, renamed, deleted, restored, rated and searched. Whoever follows
/// one is told.
class history {
public:
    /// All of it outlives the history.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        history_store& store;
        turn_service& turns;
        conversation_feed& feed;
        history_keeper& keeper;
        const clock& now;
    };
    explicit history(parts with) : with_(with) {}

    /// Also a deleted one.  @errors  not_found.
    task<result<conversation_now>> look_at(call_scope scope, access::principal who,
                                           conversation_id which) const;
    /// All its turns without their texts.  @errors  not_found.
    task<result<conversation_outline>> outline(call_scope scope, access::principal who,
                                               conversation_id which) const;
    /// The first of some of its turns, as many as fit.  @errors  not_found.
    task<result<std::vector<turn_record>>> read_turns(call_scope scope, access::principal who,
                                                      conversation_id which,
                                                      turns_wanted wanted) const;
    /// @param title  1 to limits::title_characters_max characters on one line; spaces around it are
    ///               dropped.
    /// @errors  invalid_request, not_found.
    task<result<conversation_summary>> rename(call_scope scope, access::principal who,
                                              conversation_id which, std::string title) const;
    /// Gone at once from everything that reads, and what runs in it is stopped. Again changes
    /// nothing.  @errors  not_found.
    task<result<deletion>> remove(call_scope scope, access::principal who,
                                  conversation_id which) const;
    /// @errors  not_found, also after limits::restorable_for.
    task<result<conversation_summary>> restore(call_scope scope, access::principal who,
                                               conversation_id which) const;
    /// @param rated  nothing takes an earlier rating back.
    /// @errors  invalid_request (the message is too long), not_found, conflict (the turn runs).
    task<result<>> rate(call_scope scope, access::principal who, turn_id which,
                        std::optional<feedback> rated) const;
    task<result<std::vector<conversation_match>>> search(call_scope scope, access::principal who,
                                                         std::string text, std::size_t limit) const;

private:
    parts with_;
};

}  // namespace parlance::chat
