#include <parlance/foundation/limits.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <fakes/eventually.hpp>
#include <fakes/temporary_directory.hpp>

#include <atomic>
#include <future>
#include <stdexcept>
#include <vector>

namespace parlance::sqlite {
namespace {

using body = std::function<result<>(connection&)>;

task<> write_and_note(sqlite_database& database, body work, std::vector<result<>>& outcomes,
                      std::size_t place)
{
    outcomes[place] = co_await database.write<void>(durability::power_loss, std::move(work));
}

/// A database whose writer is busy until the test lets it go on.
class write_queue_of_database : public testing::Test {
protected:
    void SetUp() override
    {
        const body make = [](connection& on) -> result<> {
            on.execute("CREATE TABLE t (a INTEGER)");
            return {};
        };
        start({make});
        loop.run();
        ASSERT_TRUE(outcomes[0]);
        loop.restart();
        let_go = std::promise<void>();
        const body busy = [this, wait = let_go.get_future().share()](connection&) -> result<> {
            is_busy = true;
            wait.wait();
            return {};
        };
        start({busy});
        ASSERT_TRUE(fakes::eventually([this] { return is_busy.load(); }));
    }
    /// Every one of `all` is waiting for the writer when this returns.
    void start(const std::vector<body>& all)
    {
        std::size_t place = outcomes.size();
        outcomes.reserve(2'000);
        outcomes.resize(place + all.size(), fail(fault::internal, "not heard of"));
        for (const body& each : all) {
            boost::asio::co_spawn(loop, write_and_note(*database, each, outcomes, place++),
                                  boost::asio::detached);
        }
        loop.poll();
    }
    void finish()
    {
        let_go.set_value();
        loop.run();
    }
    static body inserts(int value)
    {
        return [value](connection& on) -> result<> {
            query(on, "INSERT INTO t VALUES (?)", std::int64_t{value}).run();
            return {};
        };
    }
    /// What somebody else sees in the table now.
    [[nodiscard]] std::int64_t committed_sum() const
    {
        connection beside((directory.path() / "parlance.db").string(), access_mode::read_only);
        query sum(beside, "SELECT coalesce(sum(a), 0) FROM t");
        sum.next();
        return sum.integer(0);
    }

    fakes::temporary_directory directory;
    boost::asio::io_context loop{1};
    runtime::blocking_pool pool{2, 64};
    std::unique_ptr<sqlite_database> database =
        sqlite_database::open(directory.path(), pool).value();
    std::vector<result<>> outcomes;  // 0 made the table, 1 is the busy one
    std::atomic<bool> is_busy{false};
    std::promise<void> let_go;
};

TEST_F(write_queue_of_database, given_writes_that_wait_then_they_are_committed_together)
{
    std::int64_t seen_by_others = -1;
    const body last = [&](connection& on) -> result<> {
        seen_by_others = committed_sum();
        return inserts(4)(on);
    };
    start({inserts(1), inserts(2), last});

    finish();

    EXPECT_EQ(seen_by_others, 0);
    EXPECT_EQ(committed_sum(), 7);
    for (const auto& outcome : outcomes) EXPECT_TRUE(outcome);
}

TEST_F(write_queue_of_database, given_one_that_fails_then_only_that_one_is_undone)
{
    const body failing = [](connection& on) -> result<> {
        static_cast<void>(inserts(100)(on));
        return fail(fault::conflict, "changed its mind");
    };
    start({inserts(1), failing, inserts(2)});

    finish();

    EXPECT_EQ(committed_sum(), 3);
    EXPECT_TRUE(outcomes[2]);
    ASSERT_FALSE(outcomes[3]);
    EXPECT_EQ(outcomes[3].error().kind, fault::conflict);
    EXPECT_TRUE(outcomes[4]);
}

TEST_F(write_queue_of_database, given_one_that_breaks_then_the_others_are_written_without_it)
{
    const body throwing = [](connection& on) -> result<> {
        static_cast<void>(inserts(100)(on));
        throw std::runtime_error("a bug");
    };
    const body wrong = [](connection& on) -> result<> {
        on.execute("NO SQL");
        return {};
    };
    start({inserts(1), throwing, wrong, inserts(2)});

    finish();

    EXPECT_EQ(committed_sum(), 3);
    EXPECT_TRUE(outcomes[2]);
    ASSERT_FALSE(outcomes[3]);
    EXPECT_EQ(outcomes[3].error().kind, fault::internal);
    ASSERT_FALSE(outcomes[4]);
    EXPECT_EQ(outcomes[4].error().kind, fault::internal);
    EXPECT_TRUE(outcomes[5]);
}

TEST_F(write_queue_of_database, given_more_than_may_wait_then_overloaded_at_once)
{
    const std::vector<body> as_many_as_may(limits::blocking_queue_max, inserts(1));
    start(as_many_as_may);
    start({inserts(1'000'000)});

    finish();

    ASSERT_FALSE(outcomes.back());
    EXPECT_EQ(outcomes.back().error().kind, fault::overloaded);
    EXPECT_EQ(committed_sum(), static_cast<std::int64_t>(limits::blocking_queue_max));
}

}  // namespace
}  // namespace parlance::sqlite
