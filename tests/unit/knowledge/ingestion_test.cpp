#include <parlance/knowledge/ingestion.hpp>

#include "stopping_log.hpp"

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/block_slices.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

/// Answers by the name of the file.
class scripted_extractor : public extractor {
public:
    std::function<void()> on_call;
    std::vector<std::string> seen;
    int failures_left = 0;  // calls that answer `failure`
    error failure;
    std::size_t sections = 1;

    task<result<extracted_text>> extract(call_scope scope, std::string file_name,
                                         std::string bytes) override
    {
        seen.push_back(file_name);
        if (on_call) on_call();
        if (scope.stop.stop_requested()) co_return fail(fault::cancelled, "stopped");
        if (failures_left > 0 && failures_left-- > 0) co_return failure;
        if (file_name == "throws.txt") throw std::runtime_error("a bug");
        if (file_name == "late.txt") co_return fail(fault::deadline_exceeded, "60 s");
        if (file_name == "refused.txt") {
            co_return fail(fault::upstream_rejected, "The file is not text.");
        }
        extracted_text text;
        text.title = "Care guide";
        if (file_name == "blank.txt") co_return text;
        for (std::size_t section = 1; section <= sections; ++section) {
            extracted_block block;
            block.headings = {"Boots"};
            if (section > 1) block.headings.push_back(std::to_string(section));
            block.text = bytes;
            text.blocks.push_back(std::move(block));
        }
        co_return text;
    }
};

/// A queue to which another replica adds just after it was found empty; nobody is woken.
class shared_queue : public ingestion_queue {
public:
    shared_queue(ingestion_queue& of, std::function<void()> other)
        : of_(of), other_(std::move(other))
    {
    }
    task<result<next_reading>> take_queued(call_scope scope, reader_id by, wall_time now) override
    {
        auto next = co_await of_.take_queued(scope, by, now);
        if (next && !next->taken && other_) std::exchange(other_, nullptr)();
        co_return next;
    }
    task<result<>> keep_passages(call_scope scope, reading which,
                                 std::vector<indexed_passage> passages) override
    {
        return of_.keep_passages(scope, std::move(which), std::move(passages));
    }
    task<result<>> finish_ready(call_scope scope, reading which, std::string title) override
    {
        return of_.finish_ready(scope, std::move(which), std::move(title));
    }
    task<result<>> finish_failed(call_scope scope, reading which, std::string reason) override
    {
        return of_.finish_failed(scope, std::move(which), std::move(reason));
    }
    task<result<>> put_back(call_scope scope, reading which, wall_time when,
                            std::chrono::milliseconds pause) override
    {
        return of_.put_back(scope, std::move(which), when, pause);
    }
    task<result<std::size_t>> requeue_left_reading(call_scope scope) override
    {
        return of_.requeue_left_reading(scope);
    }

private:
    ingestion_queue& of_;
    std::function<void()> other_;
};

class ingestion_test : public testing::Test {
protected:
    ingestion_test()
    {
        // Nobody waits in a test: time goes on at once.
        log.on("document_put_back", [this] {
            // Asked for a time at which nothing is due, the queue tells when something will be.
            const wall_time earlier = now.wall() - std::chrono::hours(1);
            const auto next =
                fakes::run(documents.take_queued({}, reader_id::make(now, random), earlier));
            pauses.push_back(next->due.value() - now.wall());
            now.advance(pauses.back());
        });
    }
    document add(std::string name, std::string bytes)
    {
        offered_file file{std::move(name), std::move(bytes), document_origin::added};
        return fakes::run(shelf.add(call_scope{}, who, std::move(file))).value();
    }
    document find(const document& which)
    {
        return fakes::run(documents.find(call_scope{}, who, which.id)).value();
    }
    /// Runs the loop until so many documents have ended one way or the other.
    /// The process dies again and again with the only document in its hands.
    void die_while_reading(std::int64_t lives)
    {
        for (std::int64_t life = 0; life < lives; ++life) {
            const auto taken =
                fakes::run(documents.take_queued({}, reader_id::make(now, random), now.wall()));
            ASSERT_TRUE(taken->taken);
            fakes::run(documents.requeue_left_reading({})).value();
        }
    }

    void run_until_ended(std::size_t documents_ended)
    {
        ingestion queue({documents, blobs, reader, analyzer, now, random, log, aside});
        log.stop_after(documents_ended, [&queue] { queue.stop(); });
        fakes::run(queue.run());
    }

    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    scripted_extractor reader;
    text_analysis::stemming_text_analyzer analyzer;
    fakes::inline_work aside;
    fakes::manual_clock now;
    fakes::seeded_random random{7};
    stopping_log log;
    access::principal who = access::local_principal();
    library shelf{{documents, blobs, now, random, {}}};
    std::vector<std::chrono::milliseconds> pauses;  // until what was put back is due
};

TEST_F(ingestion_test, given_a_readable_file_when_run_then_ready_with_its_terms)
{
    const auto added = add("boot-care.txt", "Waxing boots.");

    run_until_ended(1);

    const document read = find(added);
    EXPECT_EQ(read.state, document_state::ready);
    EXPECT_EQ(read.title, "Care guide");
    EXPECT_EQ(read.passage_count, 1);
    const auto readable = documents.readable_by(who.id);
    ASSERT_EQ(readable.size(), 1U);
    const indexed_passage& passage = readable[0].passages.at(0);
    EXPECT_EQ(passage.is.section, "Boots");
    EXPECT_EQ(passage.is.text, "Waxing boots.");
    EXPECT_EQ(passage.text_terms, "wax boot");
    EXPECT_EQ(passage.section_terms, "boot");
    EXPECT_EQ(passage.title_terms, "care guid boot");
}

TEST_F(ingestion_test, given_files_that_cannot_be_read_when_run_then_each_has_a_reason)
{
    const std::vector<std::pair<std::string, std::string>> expected{
        {"refused.txt", "The file is not text."}, {"blank.txt", "There is no text in this file."}};
    std::vector<document> added;
    for (const auto& [name, reason] : expected) added.push_back(add(name, "x"));
    const document good = add("good.txt", "Good.");

    run_until_ended(expected.size() + 1);

    for (std::size_t at = 0; at < added.size(); ++at) {
        EXPECT_EQ(find(added[at]).state, document_state::failed) << expected[at].first;
        EXPECT_EQ(find(added[at]).reason, expected[at].second);
    }
    EXPECT_EQ(find(good).state, document_state::ready);
}

TEST_F(ingestion_test, given_an_empty_file_when_run_then_failed_without_reading)
{
    const auto added = add("empty.txt", "");

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::failed);
    EXPECT_EQ(find(added).reason, "Empty: there is nothing to read.");
    EXPECT_TRUE(reader.seen.empty());
}

TEST_F(ingestion_test, given_reading_that_breaks_off_when_run_then_later_again_and_then_given_up)
{
    for (const char* name : {"throws.txt", "late.txt"}) {
        reader.seen.clear();
        pauses.clear();
        const auto added = add(name, std::string("x") + name);

        run_until_ended(1);

        EXPECT_EQ(reader.seen.size(), limits::ingestion_attempts_max) << name;
        const std::chrono::milliseconds first = limits::ingestion_back_off;
        EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{first, 2 * first})) << name;
        EXPECT_EQ(find(added).state, document_state::failed);
        EXPECT_NE(find(added).reason.find("again and again"), std::string::npos);
    }
}

TEST_F(ingestion_test, given_reading_that_breaks_off_once_when_run_then_ready)
{
    reader.failures_left = 1;
    reader.failure = fail(fault::internal, "the worker crashed");
    const auto added = add("a.txt", "Text.");

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
    EXPECT_EQ(reader.seen.size(), 2U);
}

TEST_F(ingestion_test, given_no_room_for_long_when_run_then_the_file_is_not_to_blame)
{
    reader.failures_left = 3 * static_cast<int>(limits::ingestion_attempts_max);
    reader.failure = fail(fault::overloaded, "storage full");
    const auto added = add("a.txt", "Text.");

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
}

TEST_F(ingestion_test, given_a_server_killed_readings_begun_max_times_less_one_when_run_then_ready)
{
    const auto added = add("a.txt", "Some text.");
    die_while_reading(readings_begun_max - 1);

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
}

TEST_F(ingestion_test, given_a_server_killed_readings_begun_max_times_when_run_then_given_up)
{
    const auto added = add("killer.txt", "x");
    die_while_reading(readings_begun_max);

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::failed);
    EXPECT_NE(find(added).reason.find("again and again"), std::string::npos);
    EXPECT_TRUE(reader.seen.empty());
}

TEST_F(ingestion_test, given_lost_bytes_when_run_then_failed_with_a_reason)
{
    const auto added = add("a.txt", "x");
    blobs.fail_next(fakes::blob_operation::get, fail(fault::not_found, "gone"));

    run_until_ended(1);

    EXPECT_EQ(find(added).reason, "The stored file is missing. Add it again.");
}

TEST_F(ingestion_test, given_a_store_that_fails_when_run_then_tried_again)
{
    const auto added = add("a.txt", "x");
    documents.fail_next(fakes::document_operation::take_queued, fail(fault::overloaded, "busy"));
    documents.fail_next(fakes::document_operation::keep_passages, fail(fault::overloaded, "busy"));

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
    EXPECT_EQ(find(added).passage_count, 1);
    EXPECT_EQ(log.count("ingestion_store_failed"), 1U);
}

TEST_F(ingestion_test, given_an_end_that_is_not_recorded_when_the_lease_lapses_then_read_again)
{
    const auto added = add("a.txt", "x");
    documents.fail_next(fakes::document_operation::finish_ready, fail(fault::overloaded, "busy"));
    documents.fail_next(fakes::document_operation::put_back, fail(fault::overloaded, "busy"));
    log.on("document_not_recorded", [this] { now.advance(limits::ingestion_lease); });

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
    EXPECT_EQ(find(added).passage_count, 1);
}

TEST_F(ingestion_test, given_more_passages_than_are_kept_at_once_when_run_then_all_are_kept)
{
    reader.sections = passages_kept_at_once * 2 + 1;
    const auto added = add("a.txt", "Some words.");

    run_until_ended(1);

    EXPECT_EQ(find(added).passage_count, static_cast<std::int64_t>(passages_kept_at_once * 2 + 1));
    EXPECT_GE(documents.calls(fakes::document_operation::keep_passages), 3U);
    const auto readable = documents.readable_by(who.id);
    ASSERT_EQ(readable.size(), 1U);
    std::int64_t ordinal = 0;
    for (const indexed_passage& one : readable[0].passages) EXPECT_EQ(one.is.ordinal, ordinal++);
}

TEST_F(ingestion_test, given_a_text_of_several_parts_when_run_then_their_passages_are_kept_together)
{
    std::string section;
    while (section.size() < 1'500) section += "word ";
    reader.sections = block_slices::usual_bytes / section.size() + 10;
    const auto added = add("a.txt", section);

    run_until_ended(1);

    EXPECT_EQ(find(added).passage_count, static_cast<std::int64_t>(reader.sections));
    EXPECT_EQ(documents.calls(fakes::document_operation::keep_passages), 1U);
}

TEST_F(ingestion_test, given_one_passage_too_many_when_run_then_failed_and_nothing_kept)
{
    reader.sections = static_cast<std::size_t>(document_passages_max) + 1;
    const auto added = add("a.txt", "w");

    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::failed);
    EXPECT_NE(find(added).reason.find("too many"), std::string::npos);
    EXPECT_TRUE(documents.readable_by(who.id).empty());
}

TEST_F(ingestion_test, given_a_shared_queue_when_another_adds_then_it_is_read_without_being_woken)
{
    std::optional<document> added;
    shared_queue shared(documents, [&] { added = add("a.txt", "Some text."); });
    ingestion::parts with{shared, blobs, reader, analyzer, now, random, log, aside};
    with.look_every = std::chrono::milliseconds(1);
    ingestion queue(with);
    log.stop_after(1, [&queue] { queue.stop(); });

    fakes::run(queue.run());

    ASSERT_TRUE(added);
    EXPECT_EQ(find(*added).state, document_state::ready);
}

TEST_F(ingestion_test, given_stop_while_reading_when_run_again_then_read_and_no_attempt_is_lost)
{
    const auto added = add("a.txt", "Some text.");
    for (std::size_t life = 0; life <= limits::ingestion_attempts_max; ++life) {
        ingestion next({documents, blobs, reader, analyzer, now, random, log, aside});
        reader.on_call = [&next] { next.stop(); };
        fakes::run(next.run());
        EXPECT_EQ(find(added).state, document_state::queued);
    }

    reader.on_call = nullptr;
    run_until_ended(1);

    EXPECT_EQ(find(added).state, document_state::ready);
}

}  // namespace
}  // namespace parlance::knowledge
