#include "two_replicas.hpp"

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/document_removal.hpp>
#include <parlance/postgresql/reading_rows.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace parlance::contract {
namespace {

/// Does work a second time, as database does when the reply to its COMMIT was lost.
class lost_replies : public two_replicas {
protected:
    template <class T>
    result<T> again(std::function<task<result<T>>(postgresql::transaction&)> work)
    {
        return fakes::run(once_more<T>(ground.where(), std::move(work)));
    }
    knowledge::reading kept_reading(knowledge::document_id document)
    {
        auto reading = take(one, reader_one)->taken.value();
        EXPECT_TRUE(
            fakes::run(one.queue.keep_passages({}, reading, {passage_of(document, 0, "word")})));
        return reading;
    }

private:
    template <class T>
    static task<result<T>> once_more(postgresql::config where,
                                     std::function<task<result<T>>(postgresql::transaction&)> work)
    {
        const std::string password(where.password->reveal());
        postgresql::host server = where.hosts.front();
        server.address = server.name;
        auto on = co_await postgresql::connection::open(where, server, password);
        postgresql::transaction in(*on, {}, true);
        auto done = co_await work(in);
        on->leave_loop();
        co_return done;
    }
};

TEST_F(lost_replies, given_a_document_taken_when_taken_again_then_it_is_the_same_reading)
{
    added(ada, "a");
    added(ada, "b");
    std::function<task<result<knowledge::next_reading>>(postgresql::transaction&)> work =
        [by = reader_one, when = now.wall(), given = std::make_shared<postgresql::given_reading>()](
            postgresql::transaction& in) { return postgresql::take_queued(in, by, when, given); };
    const auto first = fakes::run(
        one.database.write<knowledge::next_reading>({}, postgresql::durability::crash, work));
    advance(std::chrono::seconds(1));

    const auto second = again<knowledge::next_reading>(std::move(work));

    ASSERT_TRUE(first && first->taken);
    ASSERT_TRUE(second && second->taken);
    EXPECT_EQ(second->taken->is.id, first->taken->is.id);
    EXPECT_EQ(second->taken->epoch, first->taken->epoch);
    EXPECT_EQ(second->taken->attempt, 1);
    EXPECT_EQ(second->taken->until, first->taken->until);
}

TEST_F(lost_replies, given_passages_kept_when_kept_again_then_they_are_there_once)
{
    const auto document = added(ada, "a");
    const auto reading = take(one, reader_one)->taken.value();
    const auto passage = passage_of(document.id, 0, "word");
    ASSERT_TRUE(fakes::run(one.queue.keep_passages({}, reading, {passage})));
    std::function<task<result<>>(postgresql::transaction&)> work =
        [reading, passage](postgresql::transaction& in) {
            return postgresql::keep_passages(in, reading, {passage});
        };

    EXPECT_TRUE(again<void>(std::move(work)));

    EXPECT_EQ(ground.read("SELECT count(*) FROM passage_postings"), "1");
}

TEST_F(lost_replies, given_an_end_when_it_comes_again_then_no_conflict_but_for_another_end)
{
    const auto document = added(ada, "a");
    const auto reading = kept_reading(document.id);
    ASSERT_TRUE(fakes::run(one.queue.finish_ready({}, reading, "T")));
    std::function<task<result<>>(postgresql::transaction&)> same =
        [reading](postgresql::transaction& in) {
            return postgresql::finish_ready(in, reading, "T");
        };
    std::function<task<result<>>(postgresql::transaction&)> other =
        [reading](postgresql::transaction& in) {
            return postgresql::finish_failed(in, reading, "no");
        };

    EXPECT_TRUE(again<void>(std::move(same)));
    const auto refused = again<void>(std::move(other));

    EXPECT_EQ(refused.error().kind, fault::conflict);
    EXPECT_EQ(fakes::run(one.documents.find({}, ada, document.id))->state,
              knowledge::document_state::ready);
}

TEST_F(lost_replies, given_a_retry_when_it_comes_again_then_the_document_is_queued_once)
{
    const auto document = added(ada, "a");
    const auto reading = kept_reading(document.id);
    ASSERT_TRUE(fakes::run(one.queue.finish_failed({}, reading, "no")));
    ASSERT_TRUE(fakes::run(one.documents.retry({}, ada, document.id)));
    std::function<task<result<knowledge::document>>(postgresql::transaction&)> work =
        [who = ada.id, which = document.id](postgresql::transaction& in) {
            return postgresql::retry_document(in, who, which);
        };

    const auto second = again<knowledge::document>(std::move(work));

    ASSERT_TRUE(second);
    EXPECT_EQ(second->state, knowledge::document_state::queued);
}

TEST_F(lost_replies, given_a_long_document_left_half_read_when_taken_then_it_is_cleared_in_steps)
{
    const auto document = added(ada, "long");
    const auto reading = take(one, reader_one)->taken.value();
    std::vector<knowledge::indexed_passage> passages;
    constexpr auto one_past_a_step = static_cast<std::int64_t>(knowledge::rows_purged_at_once) + 1;
    for (std::int64_t count = 0; count < one_past_a_step; ++count)
        passages.push_back(passage_of(document.id, count, "word"));
    ASSERT_TRUE(fakes::run(one.queue.keep_passages({}, reading, passages)));
    advance(limits::ingestion_lease);

    const auto first = take(two, reader_two);
    const auto second = take(two, reader_two);

    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->taken);
    EXPECT_EQ(first->due, now.wall());
    ASSERT_TRUE(second->taken);
    EXPECT_EQ(second->taken->is.id, document.id);
    EXPECT_EQ(ground.read("SELECT count(*) FROM passages"), "0");
}

}  // namespace
}  // namespace parlance::contract
