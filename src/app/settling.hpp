#pragma once

#include <parlance/app/storage_watch.hpp>
#include <parlance/app/stores.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/originals_binding.hpp>

#include <atomic>
#include <future>

namespace parlance::app {

/// What comes before anything new is taken in: the store is reached, this replica has joined, and
/// what a dead server left behind is settled; what other replicas run is theirs. Tried until it
/// succeeds: a disk that is full keeps nobody from reading meanwhile.
class settling {
public:
    /// All of it outlives this.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        stores& kept;
        chat::replica_lease& lease;
        knowledge::blob_store& blobs;
        knowledge::originals_binding& binding;
        storage_watch& watch;
        const clock& now;
        telemetry& log;
        bool is_server;  // a command takes nothing away
    };
    explicit settling(parts with) : with_(with) {}

    /// Ends when it has succeeded, never will or was told to stop. A task for the supervisor.
    /// @errors  invalid_request, internal: it never will. overloaded: stopped before.
    task<result<>> run();
    void stop();
    /// Blocks until it has been tried once, whatever came of it.
    void wait_until_tried() { tried_.get_future().wait(); }

    /// A small write, which shows that the database takes some. Nothing is written where it is
    /// another machine's: the folder of files is all that is here.
    task<result<>> write_a_little();

private:
    task<result<>> run_until_settled();
    task<result<>> try_once();
    task<> look_at_originals();
    void note_tried();

    parts with_;
    std::atomic<bool> is_stopping_{false};
    bool is_tried_ = false;  // touched by the task only
    std::promise<void> tried_;
};

}  // namespace parlance::app
