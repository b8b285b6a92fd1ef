#pragma once

#include <parlance/app/server_settings.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/replica_messenger.hpp>
#include <parlance/chat/replica_store.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/storage_health.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/knowledge/passage_index.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace parlance::app {

/// Everything that is kept, whichever database keeps it.
class stores {
public:
    virtual ~stores() = default;
    virtual chat::conversation_store& conversations() = 0;
    virtual chat::history_store& histories() = 0;
    virtual chat::replica_store& replicas() = 0;
    virtual chat::replica_messenger& messenger() = 0;
    virtual knowledge::document_store& documents() = 0;
    virtual knowledge::ingestion_queue& queue() = 0;
    virtual knowledge::passage_index& passages() = 0;

    /// True when other replicas use the same rows: what they run is not ours to clean up.
    [[nodiscard]] virtual bool are_shared() const = 0;
    /// What others add to shared stores, or leave unfinished when they die, wakes nobody here.
    [[nodiscard]] std::optional<std::chrono::milliseconds> when_shared(
        std::chrono::milliseconds look_every) const
    {
        return are_shared() ? std::optional(look_every) : std::nullopt;
    }
    /// Waits until the database is reached and its schema is the one that is needed; everything
    /// else is refused (overloaded) until then. A file is tried once: what can be read of one that
    /// cannot be written is given meanwhile.
    /// @errors  invalid_request: it is no database for this program; the detail says what to do.
    /// overloaded: it cannot be written; try again.
    virtual task<result<>> get_ready() = 0;
    /// Tells others where this server is reached, where there is such a place; later, when there is
    /// no room for it now.
    virtual result<> announce(const std::string& address) = 0;
    /// Ends what would wait for other replicas for ever.
    virtual void stop_listening() = 0;
};

/// What stores are made with; all of it outlives them.
struct store_surroundings {
    const server_settings& settled;
    runtime::blocking_pool& pool;
    background& tasks;
    const clock& now;
    random_source& random;
    telemetry& log;
    const storage_health& storage;
    const knowledge::text_analyzer& analyzer;
};

/// SQLite in the data directory, which is locked.
/// @errors  conflict: another server holds it; the detail is its address. invalid_request,
///          overloaded: a sentence that says what to do.
result<std::unique_ptr<stores>> make_sqlite_stores(store_surroundings with);
/// PostgreSQL, which is not asked for anything yet.
std::unique_ptr<stores> make_postgresql_stores(store_surroundings with);

}  // namespace parlance::app
