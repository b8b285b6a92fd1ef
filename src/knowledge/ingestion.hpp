#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/extractor.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <atomic>

namespace parlance::knowledge {

/// Reads queued documents, one at a time, until it is told to stop. What a crash interrupts is
/// queued again at the next start.
class ingestion {
public:
    struct parts {
        document_store& documents;
        blob_store& blobs;
        extractor& reader;
        const text_analyzer& analyzer;
        const clock& now;
        random_source& random;
        telemetry& log;
    };
    explicit ingestion(parts with);

    /// The loop; a task for the supervisor. Ends after stop().
    task<> run();
    /// Something was added. Any thread.
    void wake() const { woken_.set(); }
    /// Ends run() after the document at hand. Any thread.
    void stop();

private:
    task<> read_all_queued();
    parts with_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
};

}  // namespace parlance::knowledge
