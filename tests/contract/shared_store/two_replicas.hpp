#pragma once

#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/postgresql/postgresql_conversation_store.hpp>
#include <parlance/postgresql/postgresql_document_store.hpp>
#include <parlance/postgresql/postgresql_history_store.hpp>
#include <parlance/postgresql/postgresql_ingestion_queue.hpp>
#include <parlance/postgresql/postgresql_passage_index.hpp>
#include <parlance/postgresql/postgresql_replica_store.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <gtest/gtest.h>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <running_postgresql/database_clock.hpp>
#include <running_postgresql/running_postgresql.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::contract {

/// What all replicas of a test stand on: a database of its own, brought to the newest schema.
class shared_ground {
public:
    shared_ground();
    ~shared_ground();
    shared_ground(const shared_ground&) = delete;
    shared_ground& operator=(const shared_ground&) = delete;

    [[nodiscard]] postgresql::config where() const;
    [[nodiscard]] postgresql::collaborators with();
    /// The first column of the first row.
    std::string read(const std::string& sql);
    /// The database's own clock stands still until it is shown another time.
    void show_time(wall_time now) { clock_->show(now); }
    runtime::blocking_pool& pool() { return pool_; }

private:
    std::string name_;
    std::optional<tests::database_clock> clock_;
    runtime::system_clock now_;
    fakes::seeded_random random_{3};
    fakes::recorded_log log_;
    runtime::io_threads threads_{1};
    runtime::blocking_pool pool_{2, 64};
    runtime::supervisor tasks_{threads_, log_};
};

/// One replica's stores.
struct replica {
    replica(shared_ground& on, const knowledge::text_analyzer& analyzer)
        : database(on.where(), on.with()), history(database, analyzer, on.pool())
    {
        database.admit();
    }

    postgresql::database database;
    postgresql::postgresql_replica_store replicas{database};
    postgresql::postgresql_conversation_store conversations{database};
    postgresql::postgresql_history_store history;
    postgresql::postgresql_document_store documents{database};
    postgresql::postgresql_ingestion_queue queue{database};
    postgresql::postgresql_passage_index passages{database};
};

/// Two replicas and two principals. The clock of the database shows what theirs shows.
class two_replicas : public testing::Test {
protected:
    two_replicas() { advance(std::chrono::milliseconds(0)); }
    void advance(std::chrono::milliseconds by)
    {
        now.advance(by);
        ground.show_time(now.wall());
    }
    knowledge::document added(const access::principal& who, const std::string& name);
    result<knowledge::next_reading> take(replica& by, knowledge::reader_id reader)
    {
        return fakes::run(by.queue.take_queued({}, reader, now.wall()));
    }
    knowledge::indexed_passage passage_of(knowledge::document_id document, std::int64_t ordinal,
                                          std::string terms);

    fakes::manual_clock now;
    fakes::seeded_random random{11};
    access::principal ada{access::principal_id::make(now, random), "Ada"};
    access::principal ben{access::principal_id::make(now, random), "Ben"};
    knowledge::reader_id reader_one = knowledge::reader_id::make(now, random);
    knowledge::reader_id reader_two = knowledge::reader_id::make(now, random);
    shared_ground ground;
    fakes::plain_words words;
    replica one{ground, words};
    replica two{ground, words};
};

}  // namespace parlance::contract
