#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>

#include <atomic>
#include <cstddef>

namespace parlance::knowledge {

/// Erases what was deleted longer than limits::restorable_for ago, and content that no document has
/// any more: at the start, then every purge_every, in steps that others hardly notice.
class erasure {
public:
    struct parts {
        document_store& documents;
        blob_store& blobs;
        const clock& now;
        telemetry& log;
    };
    explicit erasure(parts with) : with_(with) {}

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    /// Once through everything.
    task<result<>> erase();
    /// Ends run() after the step at hand. Any thread.
    void stop();

private:
    task<result<std::size_t>> erase_documents();
    task<result<std::size_t>> erase_content();

    parts with_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace parlance::knowledge
