#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_keeper.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/model_catalogue.hpp>

#include <memory>
#include <optional>
#include <string>

namespace parlance::chat {

/// A question as a client asks it; checked by turn_service.
struct asked_question {
    std::string message_text;
    std::optional<conversation_id> conversation;
    std::optional<turn_id> id;  // made by the server when the client has none
    new_turn::parent_kind parent = new_turn::parent_kind::newest;
    std::optional<turn_id> named_parent;
    std::string model;  // empty = the default
    /// A turn that ended before its answer did: conversation, parent and text are taken from it.
    std::optional<turn_id> continues{};
};

/// A turn that somebody follows: its log, and who owns it.
struct followed_turn {
    std::shared_ptr<turn_log> log;
    turn_id id;
    conversation_id conversation;
};

/// Starts, finds, follows and stops turns. Running turns are kept in memory; finished ones are read
/// from the store.
class turn_service {
public:
    /// All of it outlives the service.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        conversation_store& store;
        const knowledge::retriever& retriever;
        const language::model_catalogue& models;
        progress_writer& progress;
        conversation_feed& feed;
        history_keeper& keeper;
        background& tasks;
        const clock& now;
        random_source& random;
        telemetry& log;
        const replica_lease& lease;
    };
    explicit turn_service(parts with);
    ~turn_service();
    turn_service(const turn_service&) = delete;
    turn_service& operator=(const turn_service&) = delete;

    /// Commits the question and starts the turn; a repeated request gets the same turn.
    /// Turns beside and under one that still runs are welcome: a model is given what is kept of its
    /// answer so far.
    /// @errors  invalid_request (text, model, ids), not_found, conflict (the id was used for
    /// another
    ///          request; the turn to continue runs, has ended whole or has no text), overloaded.
    task<result<followed_turn>> start(call_scope scope, access::principal who,
                                      asked_question asked);
    /// The turn's log: live while it runs here, otherwise as stored.  @errors  not_found.
    task<result<followed_turn>> follow(call_scope scope, access::principal who, turn_id which);
    /// The turn as it is now.  @errors  not_found.
    task<result<turn_record>> find(call_scope scope, access::principal who, turn_id which);
    /// Asks a running turn to stop; a finished one is left as it is. @return its state.
    task<result<turn_state>> stop(call_scope scope, access::principal who, turn_id which);

    /// Stops what runs in a conversation that was deleted, and hides it from readers.
    void stop_all_in(access::principal_id who, conversation_id where);
    /// Takes the hiding back.
    void show_all_in(access::principal_id who, conversation_id where);

    /// Interrupts every running turn and refuses new ones: shutdown. The turns record themselves.
    void drain();
    [[nodiscard]] std::size_t running() const;

private:
    struct state;
    struct begun_task;
    task<result<asked_question>> resolve(call_scope scope, access::principal who,
                                         asked_question asked);
    std::shared_ptr<state> state_;
};

}  // namespace parlance::chat
