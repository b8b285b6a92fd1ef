#include <parlance/knowledge/library.hpp>

#include <parlance/foundation/limits.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

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

TEST_F(library_test, given_an_empty_or_unnamed_file_when_added_then_refused_and_nothing_kept)
{
    for (auto& [name, bytes] : {std::pair("a.txt", ""), std::pair("..", "x")}) {
        const auto added = add(name, bytes);
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().kind, fault::invalid_request);
    }
    EXPECT_EQ(blobs.calls(fakes::blob_operation::put), 0U);
    EXPECT_EQ(woken, 0);
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

}  // namespace
}  // namespace parlance::knowledge
