#include "two_replicas.hpp"

#include <parlance/foundation/limits.hpp>
#include <parlance/postgresql/reading_rows.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <thread>

namespace parlance::contract {
namespace {

using knowledge::next_reading;

using taken_ids = std::vector<knowledge::document_id>;

/// Takes documents until those that are left are leased.
void take_all(replica& by, knowledge::reader_id reader, wall_time when, taken_ids& taken)
{
    while (true) {
        const auto next = fakes::run(by.queue.take_queued({}, reader, when));
        ASSERT_TRUE(next) << next.error().detail;
        if (next->taken) taken.push_back(next->taken->is.id);
        else if (!next->due || *next->due >= when + limits::ingestion_lease) return;
    }
}

/// Locks the document that is next and leaves the transaction open while `meanwhile` runs.
task<result<>> lock_next(postgresql::transaction& in, std::function<task<>()> meanwhile)
{
    co_await in.run(
        "SELECT seq FROM documents WHERE state = 'queued' ORDER BY seq LIMIT 1 FOR UPDATE");
    co_await in.run("SELECT number FROM document_owners ORDER BY last_taken, principal FOR UPDATE");
    co_await meanwhile();
    co_return result<>();
}

task<> take_into(replica& by, knowledge::reader_id reader, wall_time when,
                 std::optional<result<next_reading>>& taken)
{
    const call_scope scope;
    auto next = co_await by.queue.take_queued(scope, reader, when);
    taken.emplace(std::move(next));
}

TEST_F(two_replicas, given_a_shared_queue_when_both_take_at_once_then_no_document_twice)
{
    constexpr int documents = 24;
    for (int count = 0; count < documents; ++count) {
        added(count % 3 == 0 ? ben : ada, std::to_string(count));
    }
    taken_ids of_one;
    taken_ids of_two;

    std::thread beside([&] { take_all(two, reader_two, now.wall(), of_two); });
    take_all(one, reader_one, now.wall(), of_one);
    beside.join();

    std::map<knowledge::document_id, int> times;
    for (const auto& all : {of_one, of_two})
        for (const auto& each : all) ++times[each];
    EXPECT_EQ(times.size(), static_cast<std::size_t>(documents));
    for (const auto& [which, count] : times) EXPECT_EQ(count, 1);
}

TEST_F(two_replicas, given_a_replica_that_stands_still_when_another_takes_then_it_passes_by)
{
    added(ada, "locked");
    const auto second = added(ada, "second");
    std::optional<result<next_reading>> taken;
    std::function<task<>()> meanwhile = [&] {
        return take_into(two, reader_two, now.wall(), taken);
    };
    std::function<task<result<>>(postgresql::transaction&)> work =
        [&](postgresql::transaction& in) { return lock_next(in, meanwhile); };

    ASSERT_TRUE(
        fakes::run(one.database.write<void>({}, postgresql::durability::crash, std::move(work))));

    ASSERT_TRUE(taken && *taken);
    ASSERT_TRUE((*taken)->taken);
    EXPECT_EQ((*taken)->taken->is.id, second.id);
}

TEST_F(two_replicas, given_all_that_is_due_being_taken_when_asked_then_soon_again)
{
    added(ada, "locked");
    std::optional<result<next_reading>> taken;
    std::function<task<>()> meanwhile = [&] {
        return take_into(two, reader_two, now.wall(), taken);
    };
    std::function<task<result<>>(postgresql::transaction&)> work =
        [&](postgresql::transaction& in) { return lock_next(in, meanwhile); };

    ASSERT_TRUE(
        fakes::run(one.database.write<void>({}, postgresql::durability::crash, std::move(work))));

    ASSERT_TRUE(taken && *taken);
    EXPECT_FALSE((*taken)->taken);
    ASSERT_TRUE((*taken)->due);
    EXPECT_GT(*(*taken)->due, now.wall());
    EXPECT_LT(*(*taken)->due, now.wall() + std::chrono::seconds(1));
}

TEST_F(two_replicas, given_a_reader_that_died_when_its_lease_lapses_then_the_other_reads_it_again)
{
    const auto document = added(ada, "a.md");
    const auto first = take(one, reader_one)->taken.value();
    ASSERT_TRUE(
        fakes::run(one.queue.keep_passages({}, first, {passage_of(document.id, 0, "old")})));
    EXPECT_FALSE(take(two, reader_two)->taken);
    advance(limits::ingestion_lease);

    const auto second = take(two, reader_two)->taken.value();
    const auto late =
        fakes::run(one.queue.keep_passages({}, first, {passage_of(document.id, 1, "late")}));
    const auto late_end = fakes::run(one.queue.finish_ready({}, first, "T"));
    ASSERT_TRUE(
        fakes::run(two.queue.keep_passages({}, second, {passage_of(document.id, 0, "new")})));
    ASSERT_TRUE(fakes::run(two.queue.finish_ready({}, second, "T")));

    EXPECT_EQ(second.is.id, document.id);
    EXPECT_EQ(second.attempt, 2);
    EXPECT_EQ(late.error().kind, fault::conflict);
    EXPECT_EQ(late_end.error().kind, fault::conflict);
    const auto hits = fakes::run(one.passages.search({}, ada, {"old", "late", "new"}, 8)).value();
    EXPECT_EQ(hits.term_frequency, (std::vector<std::int64_t>{0, 0, 1}));
    EXPECT_EQ(ground.read("SELECT count(*) FROM passage_postings"), "1");
}

TEST_F(two_replicas, given_clocks_that_differ_when_a_document_is_leased_then_for_as_long_for_all)
{
    constexpr std::chrono::hours apart{1};
    const auto document = added(ada, "a.md");
    ASSERT_TRUE(fakes::run(one.queue.take_queued({}, reader_one, now.wall() - apart))->taken);

    const auto early =
        fakes::run(two.queue.take_queued({}, reader_two, now.wall() + apart)).value();
    EXPECT_FALSE(early.taken);
    EXPECT_EQ(early.due, now.wall() + apart + limits::ingestion_lease);
    advance(limits::ingestion_lease);
    const auto again =
        fakes::run(two.queue.take_queued({}, reader_two, now.wall() - apart)).value();

    ASSERT_TRUE(again.taken);
    EXPECT_EQ(again.taken->is.id, document.id);
    EXPECT_EQ(again.taken->until, now.wall() - apart + limits::ingestion_lease);
}

TEST_F(two_replicas, given_clocks_that_differ_when_a_document_is_put_back_then_it_waits_its_pause)
{
    constexpr std::chrono::hours apart{1};
    constexpr std::chrono::seconds pause{5};
    added(ada, "a.md");
    const auto held = take(one, reader_one)->taken.value();
    ASSERT_TRUE(fakes::run(one.queue.put_back({}, held, now.wall() + apart, pause)));

    const wall_time wall_then = now.wall();
    const auto early = fakes::run(two.queue.take_queued({}, reader_two, wall_then + apart)).value();
    advance(pause);
    const auto due = fakes::run(two.queue.take_queued({}, reader_two, now.wall() - apart)).value();

    EXPECT_FALSE(early.taken);
    EXPECT_EQ(early.due, wall_then + apart + pause);
    EXPECT_TRUE(due.taken);
}

/// Locks so many of the oldest documents and leaves the transaction open while `meanwhile` runs.
task<result<>> lock_oldest(postgresql::transaction& in, std::size_t count,
                           std::function<task<>()> meanwhile)
{
    co_await in.run("SELECT seq FROM documents ORDER BY seq LIMIT $1 FOR UPDATE",
                    static_cast<std::int64_t>(count));
    co_await meanwhile();
    co_return result<>();
}

TEST_F(two_replicas, given_owners_tried_max_being_taken_then_the_next_one_is_left_for_soon)
{
    for (std::size_t count = 0; count <= postgresql::owners_tried_max; ++count) {
        added(access::principal{access::principal_id::make(now, random), "Owner"}, "a");
    }
    const auto taken_while_locked = [&](std::size_t locked) {
        std::optional<result<next_reading>> taken;
        std::function<task<>()> meanwhile = [&] {
            return take_into(two, reader_two, now.wall(), taken);
        };
        std::function<task<result<>>(postgresql::transaction&)> work =
            [&, locked](postgresql::transaction& in) { return lock_oldest(in, locked, meanwhile); };
        EXPECT_TRUE(fakes::run(
            one.database.write<void>({}, postgresql::durability::crash, std::move(work))));
        return taken.value().value();
    };

    const auto one_past = taken_while_locked(postgresql::owners_tried_max);
    const auto at_most = taken_while_locked(postgresql::owners_tried_max - 1);

    EXPECT_FALSE(one_past.taken);
    EXPECT_EQ(one_past.due, now.wall() + postgresql::queue_asked_again_after);
    EXPECT_TRUE(at_most.taken);
}

TEST_F(two_replicas, given_the_same_file_when_both_add_it_at_once_then_it_is_one_document)
{
    constexpr int files = 12;
    std::vector<knowledge::document> of_one;
    std::vector<knowledge::document> of_two;
    const auto add_all = [&](replica& to, const std::vector<knowledge::document>& offered,
                             std::vector<knowledge::document>& kept) {
        for (const auto& each : offered) {
            const auto stored = fakes::run(to.documents.add({}, ada, each));
            ASSERT_TRUE(stored) << stored.error().detail;
            kept.push_back(*stored);
        }
    };
    std::vector<knowledge::document> offered;
    for (int count = 0; count < files; ++count) {
        offered.push_back(added(ben, std::to_string(count)));
        offered.back().id = knowledge::document_id::make(now, random);
    }
    std::vector<knowledge::document> again = offered;
    for (auto& each : again) each.id = knowledge::document_id::make(now, random);

    std::thread beside([&] { add_all(two, again, of_two); });
    add_all(one, offered, of_one);
    beside.join();

    ASSERT_EQ(of_one.size(), of_two.size());
    for (std::size_t at = 0; at < of_one.size(); ++at) EXPECT_EQ(of_one[at].id, of_two[at].id);
}

TEST_F(two_replicas, given_deleted_documents_when_both_purge_then_all_goes_and_nothing_breaks)
{
    for (const char* name : {"a", "b", "c"}) {
        const auto document = added(ada, name);
        const auto reading = take(one, reader_one)->taken.value();
        ASSERT_TRUE(
            fakes::run(one.queue.keep_passages({}, reading, {passage_of(document.id, 0, "word")})));
        ASSERT_TRUE(fakes::run(one.queue.finish_ready({}, reading, "T")));
        ASSERT_TRUE(fakes::run(one.documents.remove({}, ada, document.id, now.wall())));
    }
    const wall_time before = now.wall() + std::chrono::hours(1);
    const auto purge = [&](replica& by) {
        while (fakes::run(by.documents.purge({}, before)).value() > 0) {}
    };

    std::thread beside([&] { purge(two); });
    purge(one);
    beside.join();
    purge(one);

    EXPECT_EQ(ground.read("SELECT count(*) FROM documents"), "0");
    EXPECT_EQ(ground.read("SELECT count(*) FROM passages"), "0");
    EXPECT_EQ(ground.read("SELECT count(*) FROM passage_postings"), "0");
}

}  // namespace
}  // namespace parlance::contract
