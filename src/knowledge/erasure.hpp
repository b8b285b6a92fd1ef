#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/originals_binding.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Erases what was deleted longer than limits::restorable_for ago. Content that no document has any
/// more goes into the bin first and is erased bin_kept_for later: at the start, then every
/// purge_every, in steps that others hardly notice. As long as the original files are not this
/// database's own, nothing is erased at all.
class erasure {
public:
    struct parts {
        document_store& documents;
        blob_store& blobs;
        originals_binding& binding;
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
    struct tally {
        std::size_t rows = 0;
        std::size_t discarded = 0;
        std::size_t contents = 0;
        std::size_t left_overs = 0;
    };
    task<result<>> look_or_erase();
    task<result<>> erase_all(tally& sum);
    task<result<std::size_t>> erase_documents();
    task<result<std::size_t>> discard_unused();
    task<result<std::size_t>> empty_bin();
    task<result<std::size_t>> erase_or_take_back(std::vector<std::string> discarded);

    parts with_;
    steady_time next_pass_{};
    event woken_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace parlance::knowledge
