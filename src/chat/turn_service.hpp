#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_keeper.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/replica_limits.hpp>
#include <parlance/chat/replica_messenger.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/chat/turn_request.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/model_catalogue.hpp>

#include <memory>
#include <vector>

namespace parlance::chat {

/// A turn that somebody follows: its log, and who owns it.
struct followed_turn {
    std::shared_ptr<turn_log> log;
    turn_id id;
    conversation_id conversation;
};

/// Starts, finds, follows and stops turns. Turns that run here are kept in memory; others are read
/// from the store, on whichever replica they run.
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
        replica_messenger& messenger;
        /// How long a turn waits for a store that is away before it can search and read.
        std::chrono::milliseconds store_patience = store_outage_max;
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
    /// The turn's log: live while it runs, here or elsewhere, otherwise as stored.
    /// @errors  not_found; overloaded (the store is away).
    task<result<followed_turn>> follow(call_scope scope, access::principal who, turn_id which);
    /// The turn as it is now, as far as this replica knows.  @errors  as above.
    task<result<turn_record>> find(call_scope scope, access::principal who, turn_id which);
    /// Asks a running turn to stop, here or elsewhere; a finished one is left as it is.
    /// @return its state.  @errors  as above.
    task<result<turn_state>> stop(call_scope scope, access::principal who, turn_id which);

    /// Stops what runs in a conversation that was deleted, and hides it from readers.
    void stop_all_in(access::principal_id who, conversation_id where);
    /// Takes the hiding back.
    void show_all_in(access::principal_id who, conversation_id where);

    /// What the other replicas and the lease have to say. Any thread; returns soon.
    void hear(replica_id from, const follows_turn& what);
    void look_again(turn_key which);
    void look_for_stops();
    /// Nothing under this owner may be shown or written any more.
    void fence(turn_owner owner);
    /// Readers look again: they may be given something now.
    void wake_readers();

    /// Looks for wishes to stop turns that run here; a task for the supervisor, where there are
    /// several replicas. Ends after stop_looking().
    task<> watch_stops();
    void stop_looking();
    /// One look. For watch_stops() and for tests.
    task<> look_for_stops_once();

    enum class readers { stay, come_again_elsewhere };
    /// Refuses new turns; what runs goes on. Readers that can go on elsewhere are sent there.
    void leave(readers where);
    /// Refuses new turns and interrupts every running one. The turns record themselves.
    void drain();
    /// Gives up what still could not record its end: the store is not asked again.
    void abandon();
    [[nodiscard]] std::size_t running() const;
    /// Whether it runs in this process.
    [[nodiscard]] bool is_running(const access::principal& who, const turn_id& which) const;
    /// Turns that are read here and run elsewhere, or have ended.
    [[nodiscard]] std::size_t mirrored() const;

private:
    struct state;
    task<result<asked_question>> resolve(call_scope scope, access::principal who,
                                         asked_question asked);
    std::shared_ptr<state> state_;
};

}  // namespace parlance::chat
