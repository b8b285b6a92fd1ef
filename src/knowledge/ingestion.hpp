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
#include <stop_token>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Reads queued documents, one at a time, until it is told to stop. What a stop or a crash
/// interrupts is queued again at the next start. No document ends it.
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
    /// Ends run(), cutting short the document at hand. Any thread.
    void stop();

private:
    enum class pace { go_on, wait_for_more, wait_for_store };

    task<pace> read_next();
    task<result<>> read(document which);
    task<result<>> index(document which, extracted_text text);
    task<result<>> give_up(document which, std::string reason);
    [[nodiscard]] call_scope scope() const;

    parts with_;
    event woken_;
    std::atomic<bool> is_stopping_{false};
    std::stop_source stopped_;
};

}  // namespace parlance::knowledge
