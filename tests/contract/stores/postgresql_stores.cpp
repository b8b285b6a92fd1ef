#include "stores.hpp"

#include <parlance/local_folder/local_folder_blob_store.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/postgresql/postgresql_conversation_store.hpp>
#include <parlance/postgresql/postgresql_document_store.hpp>
#include <parlance/postgresql/postgresql_history_store.hpp>
#include <parlance/postgresql/postgresql_ingestion_queue.hpp>
#include <parlance/postgresql/postgresql_passage_index.hpp>
#include <parlance/postgresql/postgresql_replica_store.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/temporary_directory.hpp>
#include <running_postgresql/database_clock.hpp>
#include <running_postgresql/running_pgbouncer.hpp>
#include <running_postgresql/running_postgresql.hpp>

#include <gtest/gtest.h>

namespace parlance::contract {
namespace {

using tests::running_pgbouncer;
using tests::running_postgresql;

/// What connections need.
struct ground {
    ground() { threads.start(); }
    ~ground()
    {
        tasks.finish(std::chrono::seconds(30));
        threads.stop();
        pool.finish();
    }
    ground(const ground&) = delete;
    ground& operator=(const ground&) = delete;

    postgresql::collaborators with() { return {pool, tasks, now, random, log}; }

    runtime::system_clock now;
    runtime::system_random random;
    fakes::recorded_log log;
    runtime::io_threads threads{1};
    runtime::supervisor tasks{threads, log};
    runtime::blocking_pool pool{3, 1024};
};

/// In front of that server, for whoever comes through a pooler.
running_pgbouncer& shared_pooler()
{
    static running_pgbouncer one(running_postgresql::shared());
    return one;
}

/// The database that all others are copied from, made once.
const std::string& newest_schema()
{
    static const std::string name = [] {
        running_postgresql& server = running_postgresql::shared();
        std::string made = server.fresh_name();
        server.create_database(made);
        ground under;
        auto migrating = postgresql::migrate(postgresql::read_url(server.url(made)).value(),
                                             under.with(), postgresql::known_migrations());
        const auto migrated = runtime::block_on(under.tasks, "migrate", std::move(migrating));
        if (!migrated) ADD_FAILURE() << migrated.error().detail;
        return made;
    }();
    return name;
}

/// A database of the test's own, dropped at the end.
class own_database {
public:
    own_database()
    {
        running_postgresql& server = running_postgresql::shared();
        const std::string& like = newest_schema();
        name_ = server.fresh_name();
        server.create_database(name_, like);
    }
    ~own_database() { running_postgresql::shared().drop_database(name_); }
    own_database(const own_database&) = delete;
    own_database& operator=(const own_database&) = delete;

    enum class way { direct, pooled };
    [[nodiscard]] postgresql::config at(way by) const
    {
        const bool is_pooled = by == way::pooled;
        const std::string url =
            is_pooled ? shared_pooler().url(name_) : running_postgresql::shared().url(name_);
        return postgresql::read_url(url).value();
    }
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::string name_;
};

class postgresql_stores : public stores {
public:
    explicit postgresql_stores(own_database::way by) : by_(by) { database_.admit(); }

    chat::conversation_store& conversations() override { return conversations_; }
    chat::history_store& history() override { return history_; }
    chat::replica_store& replicas() override { return replicas_; }
    knowledge::document_store& documents() override { return documents_; }
    knowledge::ingestion_queue& queue() override { return queue_; }
    knowledge::passage_index& passages() override { return passages_; }
    knowledge::blob_store& blobs() override { return blobs_; }
    void show_time(wall_time now) override { clock_.show(now); }
    void settle() override { under_.tasks.wait_until_idle(std::chrono::seconds(30)); }

private:
    own_database::way by_;
    own_database own_;
    tests::database_clock clock_{running_postgresql::shared(), own_.name()};
    fakes::temporary_directory directory_;
    fakes::plain_words words_;
    ground under_;
    postgresql::database database_{own_.at(by_), under_.with()};
    postgresql::postgresql_conversation_store conversations_{database_};
    postgresql::postgresql_history_store history_{database_, words_, under_.pool};
    postgresql::postgresql_replica_store replicas_{database_};
    postgresql::postgresql_document_store documents_{database_};
    postgresql::postgresql_ingestion_queue queue_{database_};
    postgresql::postgresql_passage_index passages_{database_};
    local_folder::local_folder_blob_store blobs_{directory_.path() / "blobs", under_.pool};
};

}  // namespace

std::unique_ptr<stores> make_postgresql_stores()
{
    return std::make_unique<postgresql_stores>(own_database::way::direct);
}

std::unique_ptr<stores> make_pooled_postgresql_stores()
{
    return std::make_unique<postgresql_stores>(own_database::way::pooled);
}

}  // namespace parlance::contract
