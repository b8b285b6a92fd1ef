#include <parlance/app/stores.hpp>

#include <parlance/foundation/event.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/postgresql/postgresql_conversation_store.hpp>
#include <parlance/postgresql/postgresql_document_store.hpp>
#include <parlance/postgresql/postgresql_history_store.hpp>
#include <parlance/postgresql/postgresql_ingestion_queue.hpp>
#include <parlance/postgresql/postgresql_messenger.hpp>
#include <parlance/postgresql/postgresql_passage_index.hpp>
#include <parlance/postgresql/postgresql_replica_store.hpp>
#include <parlance/postgresql/settings.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace parlance::app {
namespace {

postgresql::collaborators collaborators_of(const store_surroundings& with)
{
    return {with.pool, with.tasks, with.now, with.random, with.log};
}

/// What keeps this replica alive among the others must not wait behind people's questions.
postgresql::config upkeep_of(postgresql::config where)
{
    constexpr std::size_t connections = 2;  // a heartbeat, and a message beside it
    where.connections_max = connections;
    return where;
}

class postgresql_stores : public stores {
public:
    explicit postgresql_stores(const store_surroundings& with)
        : with_(with),
          at_(*with.settled.database),
          database_(at_.database, collaborators_of(with)),
          upkeep_(upkeep_of(at_.database), collaborators_of(with)),
          histories_(database_, with.analyzer, with.pool),
          messenger_(upkeep_, at_.direct, collaborators_of(with))
    {
    }

    chat::conversation_store& conversations() override { return conversations_; }
    chat::history_store& histories() override { return histories_; }
    chat::replica_store& replicas() override { return replicas_; }
    chat::replica_messenger& messenger() override { return messenger_; }
    knowledge::document_store& documents() override { return documents_; }
    knowledge::ingestion_queue& queue() override { return queue_; }
    knowledge::passage_index& passages() override { return passages_; }

    [[nodiscard]] bool are_shared() const override { return true; }
    task<result<>> get_ready() override;
    result<> announce(const std::string&) override { return {}; }
    void stop_listening() override
    {
        messenger_.close();
        is_stopping_ = true;
        rest_.set();
    }

private:
    task<result<>> try_to_get_ready();

    store_surroundings with_;
    std::atomic<bool> is_stopping_{false};
    event rest_;  // between two tries to reach the database
    postgresql::database_settings at_;
    postgresql::database database_;
    postgresql::database upkeep_;
    postgresql::postgresql_conversation_store conversations_{database_};
    postgresql::postgresql_history_store histories_;
    postgresql::postgresql_replica_store replicas_{upkeep_};
    postgresql::postgresql_messenger messenger_;
    postgresql::postgresql_document_store documents_{database_};
    postgresql::postgresql_ingestion_queue queue_{database_};
    postgresql::postgresql_passage_index passages_{database_};
};

/// A development database brings itself up to date; in production that is an operator's step, made
/// with rights that the server does not have.
task<result<>> postgresql_stores::try_to_get_ready()
{
    const auto known = postgresql::known_migrations();
    if (with_.settled.runs_in == server_mode::production) {
        auto checking = postgresql::check_schema(at_.database, collaborators_of(with_), known);
        co_return co_await std::move(checking);
    }
    postgresql::config where = at_.direct.value_or(at_.database);
    auto migrating = postgresql::migrate(std::move(where), collaborators_of(with_), known);
    const auto made = co_await std::move(migrating);
    if (!made) co_return made.error();
    if (*made > 0) {
        with_.log.log(log_level::info, "schema_migrated",
                      {{"steps", static_cast<std::int64_t>(*made)}});
    }
    co_return result<>();
}

task<result<>> postgresql_stores::get_ready()
{
    std::chrono::milliseconds pause = postgresql::reconnect_first;
    std::string said;
    while (true) {
        const auto ready = co_await try_to_get_ready();
        if (ready) break;
        const error& cause = ready.error();
        if (cause.kind == fault::invalid_request) co_return cause;
        if (cause.detail != said) {
            said = cause.detail;
            with_.log.log(log_level::error, "database_not_ready",
                          {{"database", at_.database.shown}, {"reason", said}});
        }
        if (is_stopping_) co_return cause;
        co_await rest_.wait_until(with_.now.steady() + pause);
        pause = std::min(pause * 2, postgresql::reconnect_most);
    }
    database_.admit();
    upkeep_.admit();
    co_return result<>();
}

}  // namespace

std::unique_ptr<stores> make_postgresql_stores(store_surroundings with)
{
    return std::make_unique<postgresql_stores>(with);
}

}  // namespace parlance::app
