#include <parlance/app/composition.hpp>

#include <parlance/access/principal.hpp>
#include <parlance/app/backup/data_swap.hpp>
#include <parlance/app/data_directory.hpp>
#include <parlance/app/settling.hpp>
#include <parlance/app/standing_loops.hpp>
#include <parlance/app/start_up.hpp>
#include <parlance/app/storage_watch.hpp>
#include <parlance/app/stores.hpp>
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
#include <parlance/foundation/notice_board.hpp>
#include <parlance/foundation/storage_health.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/knowledge/erasure.hpp>
#include <parlance/knowledge/ingestion.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/originals_binding.hpp>
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
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <optional>
#include <utility>

namespace parlance::app {
namespace {

// For the database and files, and one for each child process.
constexpr std::size_t blocking_threads = 4 + limits::ingestion_readers;

// What could not be recorded by then is not recorded on a disk without room either.
constexpr std::chrono::seconds ending_without_room_max{1};

/// It is all work for a core: more of them than cores would only share.
std::size_t analysis_threads()
{
    return std::max<std::size_t>(2, runtime::io_threads::one_per_core());
}

}  // namespace

/// In the order of construction; destroyed the other way round.
struct composition::parts {
    parts(server_settings given, telemetry& log_to, running_as kind)
        : settled(std::move(given)),
          log(log_to),
          what(kind),
          threads(runtime::io_threads::one_per_core()),
          tasks(threads, log),
          pool(blocking_threads, limits::blocking_queue_max),
          analysis(analysis_threads(), limits::turns_running_max)
    {
    }

    /// What needs the database.
    struct services;

    server_settings settled;
    telemetry& log;
    const running_as what;
    notice_board notices;
    storage_health storage;
    runtime::system_clock now;
    runtime::system_random random;
    runtime::io_threads threads;
    runtime::supervisor tasks;
    runtime::blocking_pool pool;
    std::atomic<bool> is_ready{false};
    std::atomic<bool> is_stopping{false};
    text_analysis::stemming_text_analyzer analyzer;
    // Long questions wait for each other here, and not for the database, nor it for them. There is
    // room for one of every turn that may run.
    runtime::blocking_pool analysis;
    std::unique_ptr<stores> kept;
    std::unique_ptr<services> with;
    storage_watch watch{
        {storage, notices, log, now, pool, settled.data, meaning_of_trouble(settled), {}}};
    std::promise<result<>> settling_ended;
    std::shared_future<result<>> settled_down = settling_ended.get_future().share();

    result<std::unique_ptr<stores>> make_stores();
    task<> settle_and_tell();
    void start_background_work();
    [[nodiscard]] bool wants_samples() const;
};

struct composition::parts::services {
    explicit services(parts& of);

    chat::conversation_store& conversations;
    knowledge::document_store& documents;
    knowledge::ingestion_queue& queue;
    knowledge::passage_index& index;
    local_folder::local_folder_blob_store blobs;
    child_process::child_process_extractor reader;
    std::deque<knowledge::ingestion> readers;
    knowledge::originals_binding binding;
    knowledge::erasure erasure;
    knowledge::library library;
    knowledge::retriever retriever;
    egress::curl_client http;
    offline::offline_answerer offline;
    std::optional<openai_compatible::openai_compatible_language_model> model;
    language::model_catalogue models;
    chat::replica_lease lease;
    settling first;
    chat::replica_messenger& messenger;
    const bool is_alone;  // whoever holds the data directory is
    chat::progress_writer progress;
    chat::conversation_feed feed;
    chat::history_store& histories;
    chat::history_keeper keeper;
    chat::turn_service turns;
    chat::history history;
    chat::replica_link link;
    chat::citation_reader citations;
    edge::server door;
};

composition::parts::services::services(parts& of)
    : conversations(of.kept->conversations()),
      documents(of.kept->documents()),
      queue(of.kept->queue()),
      index(of.kept->passages()),
      blobs(originals_folder(of.settled), of.pool, [&of] { of.storage.doubt(); }),
      reader(child_process::config{child_process::worker_beside_this_program()}, of.pool),
      binding({documents, blobs, of.now, of.random, of.notices, of.log}),
      erasure({documents, blobs, binding, of.now, of.log}),
      library({documents, blobs, of.now, of.random,
               [this] {
                   for (const knowledge::ingestion& one : readers) one.wake();
               }}),
      retriever(index, of.analyzer, of.analysis),
      http(of.settled.way_out),
      offline(of.analyzer, of.analysis,
              of.settled.model ? offline::beside_a_model::yes : offline::beside_a_model::no),
      lease({of.kept->replicas(), of.now, of.log}, chat::replica_id::make(of.now, of.random)),
      first({*of.kept, lease, blobs, binding, of.watch, of.now, of.log,
             of.what == running_as::server}),
      messenger(of.kept->messenger()),
      is_alone(!of.kept->are_shared()),
      progress({conversations, messenger, of.now, of.log}),
      histories(of.kept->histories()),
      keeper(histories, of.now, of.log, of.kept->when_shared(chat::messages_looked_at_every)),
      turns({conversations, retriever, models, progress, feed, keeper, of.tasks, of.now, of.random,
             of.log, lease, messenger}),
      history({histories, turns, feed, keeper, of.now}),
      link({lease, messenger, turns, feed, conversations, histories, of.tasks, of.now}),
      citations(index),
      door({turns,
            conversations,
            history,
            feed,
            citations,
            retriever,
            library,
            models,
            of.pool,
            of.now,
            of.random,
            of.log,
            of.notices,
            of.is_ready,
            of.tasks.loops(),
            of.storage,
            is_alone,
            access::local_principal(),
            version,
            data_location(of.settled),
            edge::embedded_assets(),
            edge::limits_config{},
            of.settled.address.outer},
           of.threads, of.tasks)
{
    for (std::size_t count = 0; count < limits::ingestion_readers; ++count) {
        knowledge::ingestion::parts with{queue,  blobs,     reader, of.analyzer,
                                         of.now, of.random, of.log, of.pool};
        with.look_every = of.kept->when_shared(knowledge::queue_looked_at_every);
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

result<std::unique_ptr<stores>> composition::parts::make_stores()
{
    const auto is_whole = check_no_restore_is_unfinished(settled.data);
    if (!is_whole) return is_whole.error();
    const store_surroundings surroundings{settled, pool, tasks,   now,
                                          random,  log,  storage, analyzer};
    if (!settled.database) return make_sqlite_stores(surroundings);
    return make_postgresql_stores(surroundings);
}

result<std::unique_ptr<composition>> composition::make(server_settings settled, telemetry& log,
                                                       running_as what)
{
    auto built = std::make_unique<parts>(std::move(settled), log, what);
    auto closed = close_data_directory(built->settled.data, log);
    if (!closed) return closed.error();
    auto made = built->make_stores();
    if (!made) return made.error();
    built->kept = std::move(*made);
    built->with = std::make_unique<parts::services>(*built);
    if (built->settled.address.is_open_to_anyone()) {
        built->notices.put_up(notice_kind::open_to_anyone,
                              open_to_anyone_notice(built->settled.address));
    }
    return std::unique_ptr<composition>(new composition(std::move(built)));
}

task<> composition::parts::settle_and_tell()
{
    auto ended = co_await with->first.run();
    if (ended) {
        start_background_work();
        is_ready = true;
    }
    settling_ended.set_value(std::move(ended));
}

void composition::parts::start_background_work()
{
    const standing_loops loops{with->lease,    with->link,    with->turns,
                               with->progress, with->keeper,  watch,
                               with->first,    with->readers, with->erasure};
    if (!with->is_alone) {
        with->link.open();
        loops.start_among_others(tasks);
    }
    if (what == running_as::command) with->keeper.keep_what_was_deleted();
    loops.start(tasks);
    if (what == running_as::server) loops.start_erasing(tasks);
}

/// Not where files or documents were before: then something else is missing than samples.
bool composition::parts::wants_samples() const
{
    return settled.loads_samples && with->binding.are_ours() &&
           !with->binding.came_without_originals();
}

result<std::string> composition::start()
{
    auto address = begin();
    if (!address) stop();  // what runs already refers to what would go
    return address;
}

result<std::string> composition::begin()
{
    parts& all = *parts_;
    all.threads.start();
    all.tasks.start("settle", all.settle_and_tell());
    // A file is there or not; a database on another machine, or a disk that is full, is waited for
    // while /healthz answers.
    if (!all.kept->are_shared()) {
        all.with->first.wait_until_tried();
        const auto settled = wait_until_settled(std::chrono::milliseconds(0));
        if (settled && !*settled) return settled->error();
    }
    auto port = all.with->door.listen(all.settled.address.listen, all.settled.http_port);
    if (!port) return fail(fault::overloaded, port.error().detail);
    std::string address = all.settled.address.on_this_machine(*port);
    auto announced = all.kept->announce(address);
    if (!announced) return announced.error();
    return address;
}

std::optional<result<>> composition::wait_until_settled(std::chrono::milliseconds patience)
{
    parts& all = *parts_;
    if (all.settled_down.wait_for(patience) != std::future_status::ready) return std::nullopt;
    return all.settled_down.get();
}

std::optional<std::string> composition::storage_trouble() const
{
    // Over a shared store it is the folder of files alone: questions and answers are kept.
    if (parts_->kept->are_shared()) return std::nullopt;
    return parts_->storage.trouble();
}

void composition::say_with(std::function<void(const std::string&)> say)
{
    parts_->watch.say_with(std::move(say));
}

void composition::load_samples()
{
    parts& all = *parts_;
    if (!all.wants_samples()) return;
    auto adding =
        add_samples(all.with->library, all.pool, places_of_samples(all.settled.data), all.log);
    all.tasks.start("samples", ignore_outcome(std::move(adding)));
}

void composition::load_samples_and_read()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    if (all.wants_samples()) {
        runtime::block_on(
            all.tasks, "samples",
            add_samples(with.library, all.pool, places_of_samples(all.settled.data), all.log));
    }
    runtime::block_on(all.tasks, "reading", wait_until_read(with.documents, all.now));
}

void composition::leave()
{
    parts& all = *parts_;
    parts::services& with = *all.with;
    all.is_ready = false;
    all.is_stopping = true;
    with.first.stop();
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
    all.tasks.end_pauses();
    const auto patience = storage_trouble() ? ending_without_room_max : limits::drain_time_max;
    const bool have_ended =
        runtime::block_on(all.tasks, "ending", wait_until_ended(with.turns, all.now, patience));
    if (!have_ended) all.log.log(log_level::warn, "turns_not_recorded", {});
    with.turns.abandon();
    all.watch.stop();
    with.door.close_all();  // after the ends, which readers are given
    with.lease.stop();
    const auto left = runtime::block_on(all.tasks, "leave", with.lease.leave());
    if (!left) all.log.log(log_level::warn, "not_left", {{"reason", left.error().detail}});
    all.kept->stop_listening();
    if (!all.tasks.finish(limits::drain_time_max)) {
        all.log.log(log_level::warn, "tasks_cancelled", {});
    }
    all.threads.stop();
    all.analysis.finish();
    all.pool.finish();
}

}  // namespace parlance::app
