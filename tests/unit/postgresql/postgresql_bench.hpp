#pragma once

#include <parlance/foundation/event.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <fakes/eventually.hpp>
#include <fakes/recorded_log.hpp>
#include <running_postgresql/running_postgresql.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {

/// An empty database on a real server, and what connections to it need.
class postgresql_bench : public testing::Test {
public:
    explicit postgresql_bench(tests::running_postgresql& on = tests::running_postgresql::shared())
        : server(on), name(on.fresh_name())
    {
        server.create_database(name);
        threads.start();
    }
    ~postgresql_bench() override
    {
        tasks.finish(std::chrono::seconds(10));
        threads.stop();
    }

    postgresql_bench(const postgresql_bench&) = delete;
    postgresql_bench& operator=(const postgresql_bench&) = delete;

    collaborators with() { return {pool, tasks, now, random, log}; }
    static config at(const std::string& url) { return read_url(url).value(); }
    config here() { return at(server.url(name)); }
    /// Admitted.
    std::unique_ptr<database> opened(config where)
    {
        auto made = std::make_unique<database>(std::move(where), with());
        made->admit();
        return made;
    }
    template <class T>
    T run(task<T> work)
    {
        return runtime::block_on(tasks, "test", std::move(work));
    }
    result<rows> look(database& in, const std::string& sql, call_scope scope = {})
    {
        return run(in.look(std::move(scope), statement(sql)));
    }
    /// Runs one statement and commits.
    result<std::int64_t> write(database& in, const std::string& sql, call_scope scope = {})
    {
        std::function<task<result<std::int64_t>>(transaction&)> work = [sql](transaction& on) {
            return changed_by(on, sql);
        };
        return run(
            in.write<std::int64_t>(std::move(scope), durability::power_loss, std::move(work)));
    }
    std::int64_t number(const std::string& sql) { return std::stoll(server.run(sql, name)); }
    call_scope within(std::chrono::milliseconds longest)
    {
        call_scope scope;
        scope.deadline = now.steady() + longest;
        return scope;
    }

    static task<result<std::int64_t>> changed_by(transaction& on, std::string sql)
    {
        const rows done = co_await on.run(sql);
        co_return done.changed();
    }

    tests::running_postgresql& server;
    std::string name;
    runtime::system_clock now;
    runtime::system_random random;
    fakes::recorded_log log;
    runtime::io_threads threads{1};
    runtime::supervisor tasks{threads, log};
    runtime::blocking_pool pool{2, 64};
};

}  // namespace parlance::postgresql
