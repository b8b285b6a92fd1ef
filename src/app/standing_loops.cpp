#include <parlance/app/standing_loops.hpp>

namespace parlance::app {
namespace {

template <typename Part>
void keep(background& tasks, const char* name, Part& part, task<> (Part::*loop)())
{
    tasks.keep_running(name, [&part, loop] { return (part.*loop)(); });
}

}  // namespace

void standing_loops::start_among_others(background& tasks) const
{
    keep(tasks, "lease", lease, &chat::replica_lease::run);
    keep(tasks, "pulse", lease, &chat::replica_lease::run_pulse);
    keep(tasks, "link", link, &chat::replica_link::run);
    keep(tasks, "stops", turns, &chat::turn_service::watch_stops);
}

void standing_loops::start(background& tasks) const
{
    tasks.keep_running("storage", [&looked_at = watch, &settled = first] {
        return looked_at.run([&settled] { return settled.write_a_little(); });
    });
    keep(tasks, "progress", progress, &chat::progress_writer::run);
    keep(tasks, "bound", progress, &chat::progress_writer::watch_bound);
    keep(tasks, "history", keeper, &chat::history_keeper::run);
    for (knowledge::ingestion& reader : readers) {
        keep(tasks, "ingestion", reader, &knowledge::ingestion::run);
    }
}

void standing_loops::start_erasing(background& tasks) const
{
    keep(tasks, "erasure", erasure, &knowledge::erasure::run);
}

}  // namespace parlance::app
