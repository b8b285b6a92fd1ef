#include <parlance/app/composition.hpp>

#include <parlance/access/principal.hpp>
#include <parlance/app/start_up.hpp>
#include <parlance/app/version.hpp>
#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/history.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/replica_link.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/child_process/child_process_extractor.hpp>
#include <parlance/edge/server.hpp>
#include <parlance/egress/curl_client.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/erasure.hpp>
#include <parlance/knowledge/ingestion.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/model_catalogue.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>
#include <parlance/offline/offline_answerer.hpp>
#include <parlance/openai_compatible/language_model.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>
#include <parlance/sqlite/data_directory_lock.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>
#include <parlance/sqlite/sqlite_ingestion_queue.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <utility>

namespace parlance::app {
namespace {

// For the database and files, and one for each child process.
constexpr std::size_t blocking_threads = 4 + limits::ingestion_readers;

std::filesystem::path samples_folder()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "share" /
           "parlance" / "samples";
}

/// An IPv6 address stands in brackets in a URL.
std::string url_of(const std::string& address, std::uint16_t port)
{
    const bool is_v6 = address.find(':') != std::string::npos;
    return "http://" + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

/// Waits until every turn has recorded itself. @return false when some could not.
task<bool> wait_until_ended(const chat::turn_service& turns, const clock& now)
{
    constexpr std::chrono::milliseconds look_every{10};
    const steady_time patience = now.steady() + limits::drain_time_max;
    while (turns.running() > 0) {
        if (now.steady() > patience) co_return false;
        event pause;
        co_await pause.wait_until(now.steady() + look_every);
    }
    co_return true;
}

}  // namespace

/// In the order of construction; destroyed the other way round. The lock is the first to be taken
/// and the last to go.
struct composition::parts {
    parts(server_settings given, sqlite::data_directory_lock held, telemetry& log_to)
        : settled(std::move(given)),
          lock(std::move(held)),
          log(log_to),
          threads(runtime::io_threads::one_per_core()),
          tasks(threads, log),
          pool(blocking_threads, limits::blocking_queue_max)
    {
    }

    /// What needs the database.
    struct services;

    server_settings settled;
    sqlite::data_directory_lock lock;
    telemetry& log;
    runtime::system_clock now;
    runtime::system_random random;
    runtime::io_threads threads;
    runtime::supervisor tasks;
    runtime::blocking_pool pool;
    std::atomic<bool> is_ready{false};
    std::unique_ptr<sqlite::sqlite_database> database;
    std::unique_ptr<services> with;
};

struct composition::parts::services {
    explicit services(parts& of);

    text_analysis::stemming_text_analyzer analyzer;
    sqlite::sqlite_conversation_store conversations;
    sqlite::sqlite_document_store documents;
    sqlite::sqlite_ingestion_queue queue;
    sqlite::sqlite_passage_index index;
    local_folder::local_folder_blob_store blobs;
    child_process::child_process_extractor reader;
    std::deque<knowledge::ingestion> readers;
    knowledge::erasure erasure;
    knowledge::library library;
    knowledge::retriever retriever;
    egress::curl_client http;
    offline::offline_answerer offline;
    std::optional<openai_compatible::openai_compatible_language_model> model;
    language::model_catalogue models;
    sqlite::sqlite_replica_store replicas;
    chat::replica_lease lease;
    chat::alone_messenger messenger;
    const bool is_alone = true;  // whoever holds the data directory is
    chat::progress_writer progress;
    chat::conversation_feed feed;
    sqlite::sqlite_history_store histories;
    chat::history_keeper keeper;
    chat::turn_service turns;
    chat::history history;
    chat::replica_link link;
    chat::citation_reader citations;
    edge::server door;
};

composition::parts::services::services(parts& of)
    : conversations(*of.database),
      documents(*of.database),
      queue(*of.database),
      index(*of.database),
      blobs(of.settled.data / "blobs", of.pool),
      reader(child_process::config{child_process::worker_beside_this_program()}, of.pool),
      erasure({documents, blobs, of.now, of.log}),
      library({documents, blobs, of.now, of.random,
               [this] {
                   for (const knowledge::ingestion& one : readers) one.wake();
               }}),
      retriever(index, analyzer),
      offline(analyzer),
      replicas(*of.database),
      lease({replicas, of.now, of.log}, chat::replica_id::make(of.now, of.random)),
      progress({conversations, messenger, of.now, of.log}),
      histories(*of.database, analyzer),
      keeper(histories, of.now, of.log),
      turns({conversations, retriever, models, progress, feed, keeper, of.tasks, of.now, of.random,
             of.log, lease, messenger}),
      history({histories, turns, feed, keeper, of.now}),
      link({lease, messenger, turns, feed, conversations, histories, of.tasks, of.now}),
      citations(index),
      door({turns, conversations, history, feed, citations, retriever, library, models, of.now,
            of.random, of.log, of.is_ready, access::local_principal(), version,
            of.settled.data.string()},
           of.threads, of.tasks)
{
    for (std::size_t count = 0; count < limits::ingestion_readers; ++count) {
        knowledge::ingestion::parts with{queue, blobs, reader, analyzer, of.now, of.random, of.log};
        readers.emplace_back(with);
    }
    if (of.settled.model) {
        const openai_compatible::config& chosen = *of.settled.model;
        model.emplace(chosen, http, of.random);
        language::model_choice choice{chosen.model, chosen.model, "openai_compatible",
                                      openai_compatible::destination(chosen)};
        models.add(std::move(choice), *model);
    }
    models.add({"offline", "Offline answers", "offline", "this machine"}, offline);
}

composition::composition(std::unique_ptr<parts> built) : parts_(std::move(built)) {}

composition::~composition() = default;

result<std::unique_ptr<composition>> composition::make(server_settings settled, telemetry& log)
{
    auto lock = sqlite::data_directory_lock::take(settled.data);
    if (!lock) {
        if (lock.error().kind != fault::conflict) return lock.error();
        const auto holder = sqlite::data_directory_lock::held_by(settled.data);
        return fail(fault::conflict, holder.value_or(""));
    }
    auto built = std::make_unique<parts>(std::move(settled), std::move(*lock), log);
    auto database = sqlite::sqlite_database::open(built->settled.data, built->pool);
    if (!database) return database.error();
    built->database = std::move(*database);
    built->with = std::make_unique<parts::services>(*built);
    return std::unique_ptr<composition>(new composition(std::move(built)));
}

result<std::string> composition::start()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    all.threads.start();
    const auto self = runtime::block_on(all.tasks, "join", with.lease.join());
    if (!self) return self.error();
    auto taken_over = runtime::block_on(
        all.tasks, "take_over",
        take_over(with.conversations, left_behind{with.queue, with.blobs}, *self, all.now.wall()));
    if (!taken_over) return taken_over.error();

    auto port = with.door.listen(all.settled.listen, all.settled.http_port);
    if (!port) return fail(fault::overloaded, port.error().detail);
    const std::string address = url_of(all.settled.listen, *port);
    auto written = all.lock.write_address(address);
    if (!written) return written.error();

    if (!with.is_alone) {
        with.link.open();
        all.tasks.start("lease", with.lease.run());
        all.tasks.start("pulse", with.lease.run_pulse());
        all.tasks.start("link", with.link.run());
        all.tasks.start("stops", with.turns.watch_stops());
    }
    all.tasks.start("progress", with.progress.run());
    all.tasks.start("history", with.keeper.run());
    for (knowledge::ingestion& one : with.readers) all.tasks.start("ingestion", one.run());
    all.tasks.start("erasure", with.erasure.run());
    all.is_ready = true;
    return address;
}

void composition::load_samples()
{
    parts& all = *parts_;
    if (!all.settled.loads_samples) return;
    auto adding =
        add_samples(all.with->library, all.pool, {samples_folder(), all.settled.data}, all.log);
    all.tasks.start("samples", ignore_outcome(std::move(adding)));
}

void composition::load_samples_and_read()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    if (all.settled.loads_samples) {
        runtime::block_on(
            all.tasks, "samples",
            add_samples(with.library, all.pool, {samples_folder(), all.settled.data}, all.log));
    }
    runtime::block_on(all.tasks, "reading", wait_until_read(with.documents, all.now));
}

void composition::leave()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    all.is_ready = false;
    using readers = chat::turn_service::readers;
    // Nobody else can serve them while the data directory is held here.
    with.turns.leave(with.is_alone ? readers::stay : readers::come_again_elsewhere);
    if (!with.is_alone) with.feed.send_away();
    for (knowledge::ingestion& one : with.readers) one.stop();
    with.erasure.stop();
}

std::size_t composition::running() const
{
    return parts_->with->turns.running();
}

void composition::stop()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    leave();
    with.door.stop_accepting();
    with.turns.drain();
    with.progress.stop();
    with.keeper.stop();
    with.link.stop();
    with.turns.stop_looking();
    const bool have_ended =
        runtime::block_on(all.tasks, "ending", wait_until_ended(with.turns, all.now));
    if (!have_ended) all.log.log(log_level::warn, "turns_not_recorded", {});
    with.door.close_all();  // after the ends, which readers are given
    with.lease.stop();
    const auto left = runtime::block_on(all.tasks, "leave", with.lease.leave());
    if (!left) all.log.log(log_level::warn, "not_left", {{"reason", left.error().detail}});
    if (!all.tasks.finish(limits::drain_time_max)) {
        all.log.log(log_level::warn, "tasks_cancelled", {});
    }
    all.threads.stop();
    all.pool.finish();
}

}  // namespace parlance::app
