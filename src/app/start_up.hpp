#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <chrono>
#include <filesystem>

namespace parlance::app {

/// Settles what a server that died left behind, before anybody is served: its running turns become
/// interrupted, what it was reading is queued again. Nothing is erased.
task<result<>> take_over(chat::conversation_store& conversations, knowledge::ingestion_queue& queue,
                         chat::turn_owner self, wall_time now);

struct sample_places {
    std::filesystem::path samples;  // where they are
    std::filesystem::path data;     // the data directory, which remembers that they were added
};

/// Beside this program.
sample_places places_of_samples(std::filesystem::path data);

/// Adds the sample documents to a new data directory; what goes wrong is logged.
/// @return false then.
task<bool> add_samples(const knowledge::library& library, runtime::blocking_pool& pool,
                       sample_places where, telemetry& log);

/// Looks until no document is queued or being read.
/// @return false when the store could not be asked.
task<bool> wait_until_read(knowledge::document_store& documents, const clock& now);

/// The same work, for the supervisor.
task<> ignore_outcome(task<bool> logged);

/// Waits until every turn has recorded itself. @return false when some could not.
task<bool> wait_until_ended(const chat::turn_service& turns, const clock& now,
                            std::chrono::seconds patience);

}  // namespace parlance::app
