#include "document_contract.hpp"

#include <parlance/foundation/limits.hpp>

#include <chrono>
#include <thread>

namespace parlance::contract {

using knowledge::document_state;
using knowledge::reading;

namespace {

/// Adds documents from many threads: writes that wait for the disk together are kept together.
void add_at_once(knowledge::document_store& to, const access::principal& who,
                 const std::vector<knowledge::document>& all)
{
    constexpr std::size_t threads = 16;
    std::vector<std::thread> adding;
    for (std::size_t first = 0; first < threads; ++first) {
        adding.emplace_back([&to, &who, &all, first] {
            for (std::size_t at = first; at < all.size(); at += threads) {
                EXPECT_TRUE(fakes::run(to.add({}, who, all[at])));
            }
        });
    }
    for (std::thread& one : adding) one.join();
}

TEST_P(document_contract, given_a_queue_when_taken_then_oldest_first_and_never_twice)
{
    const auto first = added(ada, offered("1"));
    const auto second = added(ada, offered("2"));

    const auto one = taken();
    const auto two = taken();
    const auto none = next();

    ASSERT_TRUE(one);
    EXPECT_EQ(one->is.id, first.id);
    EXPECT_EQ(one->is.state, document_state::reading);
    EXPECT_EQ(one->is.queue_place, 0);
    EXPECT_EQ(one->attempt, 1);
    EXPECT_EQ(one->until, now.wall() + limits::ingestion_lease);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->is.id, second.id);
    EXPECT_FALSE(none.taken);
    EXPECT_EQ(none.due, one->until);
    EXPECT_EQ(found(ada, first.id)->state, document_state::reading);
}

TEST_P(document_contract, given_an_empty_queue_when_taken_then_nothing_is_due)
{
    read_document(ada, offered("done"), {"x"});

    const auto none = next();

    EXPECT_FALSE(none.taken);
    EXPECT_FALSE(none.due);
}

TEST_P(document_contract, given_ten_thousand_of_one_and_one_of_another_then_it_is_read_second)
{
    constexpr int many = 10'000;
    added(ada, offered("0"));
    added(ada, offered("1"));
    std::vector<knowledge::document> others;
    for (int count = 2; count < many - 1; ++count) others.push_back(offered(std::to_string(count)));
    add_at_once(documents(), ada, others);
    const auto last_of_ada = added(ada, offered("last"));
    const auto of_ben = added(ben, offered("the one"));

    EXPECT_EQ(of_ben.queue_place, 2);
    EXPECT_EQ(last_of_ada.queue_place, many);
    EXPECT_EQ(found(ada, last_of_ada.id)->queue_place, many + 1);
    const auto first = taken().value();
    const auto second = taken().value();
    const auto third = taken().value();

    EXPECT_EQ(first.is.file_name, "0");
    EXPECT_EQ(second.is.id, of_ben.id);
    EXPECT_EQ(third.is.file_name, "1");
}

TEST_P(document_contract, given_three_principals_when_taken_then_by_turns_as_the_places_say)
{
    const access::principal cid{access::principal_id::make(now, random), "Cid"};
    for (const char* name : {"a", "b", "c", "d"}) added(ada, offered(name));
    for (const char* name : {"a", "b"}) added(ben, offered(name));
    added(cid, offered("a"));
    std::map<knowledge::document_id, std::int64_t> places;
    for (const auto& who : {ada, ben, cid}) {
        const auto page = listed(who).value();
        for (const auto& one : page.items) places.emplace(one.id, one.queue_place);
    }

    for (std::int64_t place = 1; place <= 7; ++place) {
        const auto next_one = taken();
        ASSERT_TRUE(next_one);
        EXPECT_EQ(places.at(next_one->is.id), place) << next_one->is.file_name;
    }
}

TEST_P(document_contract, given_reading_when_it_fails_then_the_reason_is_kept)
{
    const auto document = added(ada, offered("a.bin"));
    const auto held = taken().value();
    ASSERT_TRUE(kept(held, {passage_of(document.id, 0, "half")}));

    const auto ended = failed(held, "It is no text.");

    ASSERT_TRUE(ended);
    const auto stored = found(ada, document.id).value();
    EXPECT_EQ(stored.state, document_state::failed);
    EXPECT_EQ(stored.reason, "It is no text.");
    EXPECT_EQ(stored.passage_count, 0);
    EXPECT_FALSE(taken());
}

TEST_P(document_contract, given_reading_when_it_ends_then_title_and_passages_are_there)
{
    const auto document = read_document(ada, offered("a.md"), {"warranty year", "return day"});

    const auto stored = found(ada, document.id).value();

    EXPECT_EQ(stored.state, document_state::ready);
    EXPECT_EQ(stored.title, "Title as read");
    EXPECT_EQ(stored.passage_count, 2);
    EXPECT_EQ(stored.page_count, 1);
    EXPECT_EQ(search(ada, {"warranty"}).passages.size(), 1U);
}

TEST_P(document_contract, given_passages_kept_in_steps_when_it_ends_then_all_are_there_at_once)
{
    const auto document = added(ada, offered("a.md"));
    const auto held = taken().value();

    ASSERT_TRUE(kept(held, {passage_of(document.id, 0, "first")}));
    ASSERT_TRUE(kept(held, {passage_of(document.id, 1, "second")}));
    EXPECT_TRUE(search(ada, {"first", "second"}).passages.empty());
    ASSERT_TRUE(fakes::run(queue().finish_ready({}, held, "T")));

    EXPECT_EQ(search(ada, {"first", "second"}).passages.size(), 2U);
    EXPECT_EQ(found(ada, document.id)->passage_count, 2);
}

TEST_P(document_contract, given_a_reading_that_is_over_when_it_goes_on_then_conflict)
{
    const auto document = added(ada, offered("a.md"));
    const auto held = taken().value();
    reading of_another = held;
    of_another.by = knowledge::reader_id::make(now, random);
    reading earlier = held;
    --earlier.epoch;
    ASSERT_TRUE(failed(held, "no"));

    for (const reading& each : {held, of_another, earlier}) {
        for (const auto& refused :
             {ready(each, {passage_of(document.id, 0, "x")}), failed(each, "again"),
              put_back(each, std::chrono::milliseconds(0))}) {
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error().kind, fault::conflict);
        }
    }
    EXPECT_EQ(found(ada, document.id)->reason, "no");
}

TEST_P(document_contract, given_a_lease_that_lapsed_when_taken_then_only_the_new_reading_counts)
{
    const auto document = added(ada, offered("a.md"));
    const auto first = taken().value();
    ASSERT_TRUE(kept(first, {passage_of(document.id, 0, "old")}));
    now.advance(limits::ingestion_lease - std::chrono::milliseconds(1));
    EXPECT_FALSE(taken());

    now.advance(std::chrono::milliseconds(1));
    const auto second = taken().value();
    const auto late = kept(first, {passage_of(document.id, 1, "late")});
    const auto late_end = fakes::run(queue().finish_ready({}, first, "T"));
    ASSERT_TRUE(ready(second, {passage_of(document.id, 0, "new")}));

    EXPECT_EQ(second.is.id, document.id);
    EXPECT_EQ(second.attempt, 2);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, fault::conflict);
    EXPECT_FALSE(late_end);
    EXPECT_EQ(found(ada, document.id)->passage_count, 1);
    EXPECT_TRUE(search(ada, {"old", "late"}).passages.empty());
    EXPECT_EQ(search(ada, {"new"}).passages.size(), 1U);
}

TEST_P(document_contract, given_passages_kept_when_time_passes_then_the_lease_is_extended)
{
    const auto document = added(ada, offered("a.md"));
    auto held = taken().value();
    now.advance(limits::ingestion_lease / 2);
    held.until = now.wall() + limits::ingestion_lease;
    ASSERT_TRUE(kept(held, {passage_of(document.id, 0, "x")}));

    now.advance(limits::ingestion_lease / 2);

    EXPECT_FALSE(taken());
    EXPECT_EQ(next().due, held.until);
}

TEST_P(document_contract, given_a_document_put_back_when_it_is_due_then_it_is_taken_again)
{
    const auto document = added(ada, offered("a.md"));
    const auto held = taken().value();
    const wall_time due = now.wall() + limits::ingestion_back_off;

    ASSERT_TRUE(put_back(held, limits::ingestion_back_off));

    EXPECT_EQ(found(ada, document.id)->state, document_state::queued);
    const auto too_early = next();
    EXPECT_FALSE(too_early.taken);
    EXPECT_EQ(too_early.due, due);
    now.advance(limits::ingestion_back_off);
    const auto again = taken();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->attempt, 2);
    EXPECT_GT(again->epoch, held.epoch);
}

TEST_P(document_contract, given_reading_left_by_a_dead_process_when_requeued_then_taken_at_once)
{
    const auto left = added(ada, offered("left.md"));
    const auto held = taken().value();
    ASSERT_TRUE(kept(held, {passage_of(left.id, 0, "half")}));
    added(ada, offered("later.md"));
    const auto later = taken().value();
    ASSERT_TRUE(put_back(later, std::chrono::hours(1)));

    const auto requeued = fakes::run(queue().requeue_left_reading({}));

    ASSERT_TRUE(requeued);
    EXPECT_EQ(*requeued, 1U);
    const auto again = taken();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->is.id, left.id);
    EXPECT_EQ(again->attempt, 2);
    EXPECT_TRUE(taken());  // nobody waits for a process that is gone
    ASSERT_TRUE(ready(*again, {passage_of(left.id, 0, "whole")}));
    EXPECT_EQ(found(ada, left.id)->passage_count, 1);
}

TEST_P(document_contract, given_a_failed_document_when_retried_then_queued_as_if_never_tried)
{
    const auto document = added(ada, offered("a.md"));
    const auto held = taken().value();
    const auto too_early = retried(ada, document.id);
    ASSERT_TRUE(failed(held, "no"));

    const auto again = retried(ada, document.id);

    ASSERT_FALSE(too_early);
    EXPECT_EQ(too_early.error().kind, fault::conflict);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, document_state::queued);
    EXPECT_EQ(again->reason, "");
    EXPECT_EQ(again->queue_place, 1);
    EXPECT_FALSE(retried(ben, document.id));
    const auto second = taken().value();
    EXPECT_EQ(second.attempt, 1);
    EXPECT_FALSE(failed(held, "an end that comes late"));
    EXPECT_TRUE(ready(second, {passage_of(document.id, 0, "x")}));
}

}  // namespace
}  // namespace parlance::contract
