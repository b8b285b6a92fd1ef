#include <parlance/knowledge/library.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace parlance::knowledge {
namespace {

class library_test : public testing::Test {
protected:
    result<document> add(std::string name, std::string bytes)
    {
        offered_file file{std::move(name), std::move(bytes), document_origin::added};
        return fakes::run(shelf.add(call_scope{}, who, std::move(file)));
    }

    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    fakes::manual_clock now;
    fakes::seeded_random random{7};
    access::principal who = access::local_principal();
    int woken = 0;
    library shelf{{documents, blobs, now, random, [this] { ++woken; }}};
};

TEST_F(library_test, given_a_file_when_added_then_queued_and_ingestion_is_woken)
{
    const auto added = add("folder/Plan.MD", "# Plan");

    ASSERT_TRUE(added);
    EXPECT_EQ(added->file_name, "Plan.MD");
    EXPECT_EQ(added->title, "Plan.MD");
    EXPECT_EQ(added->media_type, "text/markdown");
    EXPECT_EQ(added->size_bytes, 6);
    EXPECT_EQ(added->state, document_state::queued);
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(fakes::run(blobs.get(call_scope{}, added->content_hash)).value(), "# Plan");
    EXPECT_EQ(fakes::run(shelf.find(call_scope{}, who, added->id))->id, added->id);
}

TEST_F(library_test, given_an_unnamed_file_when_added_then_refused_and_nothing_kept)
{
    const auto added = add("..", "x");

    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, fault::invalid_request);
    EXPECT_EQ(blobs.calls(fakes::blob_operation::put), 0U);
    EXPECT_EQ(woken, 0);
}

TEST_F(library_test, given_an_empty_file_when_added_then_a_document_that_waits)
{
    const auto added = add("a.txt", "");

    ASSERT_TRUE(added);
    EXPECT_EQ(added->size_bytes, 0);
    EXPECT_EQ(added->queue_place, 1);
}

TEST_F(library_test, given_one_byte_too_much_when_added_then_refused)
{
    EXPECT_TRUE(add("a.txt", std::string(limits::upload_bytes_max, 'x')));

    const auto added = add("b.txt", std::string(limits::upload_bytes_max + 1, 'x'));

    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, fault::invalid_request);
}

TEST_F(library_test, given_a_full_disk_when_added_then_overloaded_and_no_row)
{
    blobs.fail_next(fakes::blob_operation::put, fail(fault::overloaded, "disk full"));

    const auto added = add("a.txt", "x");

    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, fault::overloaded);
    EXPECT_EQ(documents.calls(fakes::document_operation::add), 0U);
}

TEST_F(library_test, given_a_document_when_a_page_is_asked_for_then_only_what_there_is)
{
    const auto waiting = add("a.md", "x");
    const auto of_waiting = fakes::run(shelf.page({}, who, waiting->id, 1));
    const auto reading =
        fakes::run(documents.take_queued({}, reader_id::make(now, random), now.wall()))->taken;
    passage one{passage_id::make(now, random), waiting->id, 0, std::nullopt, "Boots", "Wax them."};
    fakes::run(documents.keep_passages({}, *reading, {{one, "", "", "wax"}})).value();
    fakes::run(documents.finish_ready({}, *reading, "Care")).value();

    const auto page = fakes::run(shelf.page({}, who, waiting->id, 1));
    const auto before = fakes::run(shelf.page({}, who, waiting->id, 0));
    const auto after = fakes::run(shelf.page({}, who, waiting->id, 2));
    const auto of_nobody = fakes::run(shelf.page({}, who, document_id::make(now, random), 1));

    EXPECT_EQ(of_waiting.error().kind, fault::conflict);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->of.title, "Care");
    EXPECT_EQ(page->number, 1);
    ASSERT_EQ(page->passages.size(), 1U);
    EXPECT_EQ(page->passages[0].text, "Wax them.");
    EXPECT_EQ(before.error().kind, fault::not_found);
    EXPECT_EQ(after.error().kind, fault::not_found);
    EXPECT_EQ(of_nobody.error().kind, fault::not_found);
}

TEST_F(library_test, given_a_failed_document_when_a_page_is_asked_for_then_conflict)
{
    const auto broken = add("a.md", "x");
    const auto reading =
        fakes::run(documents.take_queued({}, reader_id::make(now, random), now.wall()))->taken;
    fakes::run(documents.finish_failed({}, *reading, "no")).value();

    EXPECT_EQ(fakes::run(shelf.page({}, who, broken->id, 1)).error().kind, fault::conflict);
    EXPECT_EQ(fakes::run(shelf.retry({}, who, broken->id))->state, document_state::queued);
    EXPECT_EQ(woken, 2);
}

TEST_F(library_test, given_a_deletion_then_it_says_until_when_it_can_be_taken_back)
{
    const auto added = add("a.md", "x");

    const auto deleted = fakes::run(shelf.remove({}, who, added->id));

    ASSERT_TRUE(deleted);
    EXPECT_EQ(deleted->deleted_at, now.wall());
    EXPECT_EQ(deleted->restorable_until, now.wall() + limits::restorable_for);
    EXPECT_FALSE(fakes::run(shelf.find({}, who, added->id)));
    EXPECT_TRUE(fakes::run(shelf.restore({}, who, added->id)));
    EXPECT_TRUE(fakes::run(shelf.find({}, who, added->id)));
}

}  // namespace
}  // namespace parlance::knowledge
