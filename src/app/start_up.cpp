#include <parlance/app/start_up.hpp>

#include <parlance/access/principal.hpp>
#include <parlance/app/sample_documents.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace parlance::app {

task<result<>> take_over(chat::conversation_store& conversations, knowledge::ingestion_queue& queue,
                         chat::turn_owner self, wall_time now)
{
    const call_scope scope;
    auto interrupted = co_await conversations.interrupt_left_running(scope, self, now);
    if (!interrupted) co_return interrupted.error();
    auto requeued = co_await queue.requeue_left_reading(scope);
    if (!requeued) co_return requeued.error();
    co_return result<>();
}

sample_places places_of_samples(std::filesystem::path data)
{
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return {program.parent_path().parent_path() / "share" / "parlance" / "samples",
            std::move(data)};
}

task<bool> add_samples(const knowledge::library& library, runtime::blocking_pool& pool,
                       sample_places where, telemetry& log)
{
    auto loaded =
        co_await load_samples_once(library, pool, std::move(where.samples), std::move(where.data));
    if (!loaded) {
        log.log(log_level::error, "samples_not_loaded", {{"reason", loaded.error().detail}});
    }
    co_return loaded.has_value();
}

task<> ignore_outcome(task<bool> logged)
{
    co_await std::move(logged);
}

task<bool> wait_until_read(knowledge::document_store& documents, const clock& now)
{
    constexpr std::chrono::milliseconds look_every{20};
    const call_scope scope;
    const access::principal who = access::local_principal();
    knowledge::document_query queued;
    queued.state = knowledge::document_state::queued;
    queued.limit = 1;
    knowledge::document_query reading = queued;
    reading.state = knowledge::document_state::reading;
    while (true) {
        // What is taken between the two looks is found by the second one.
        auto waiting = co_await documents.list(scope, who, queued);
        if (!waiting) co_return false;
        auto begun = co_await documents.list(scope, who, reading);
        if (!begun) co_return false;
        if (waiting->items.empty() && begun->items.empty()) co_return true;
        event pause;
        co_await pause.wait_until(now.steady() + look_every);
    }
}

task<bool> wait_until_ended(const chat::turn_service& turns, const clock& now,
                            std::chrono::seconds patience)
{
    constexpr std::chrono::milliseconds look_every{10};
    const steady_time until = now.steady() + patience;
    while (turns.running() > 0) {
        if (now.steady() > until) co_return false;
        event pause;
        co_await pause.wait_until(now.steady() + look_every);
    }
    co_return true;
}

}  // namespace parlance::app
