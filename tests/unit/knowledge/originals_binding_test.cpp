#include <parlance/knowledge/originals_binding.hpp>

#include <parlance/knowledge/library.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/manual_clock.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace parlance::knowledge {
namespace {

/// A database, and what it thinks of a folder that others use, too.
struct database {
    database(fakes::in_memory_blob_store& folder, std::uint64_t seed) : blobs(folder), random(seed)
    {
    }

    originals_are look() { return fakes::run(binding->look()).value(); }
    document add(std::string name, std::string bytes, document_origin origin) const
    {
        offered_file file{std::move(name), std::move(bytes), origin};
        return fakes::run(shelf.add({}, access::local_principal(), std::move(file))).value();
    }
    document add(const std::string& name) const { return add(name, name, document_origin::added); }
    /// As the start of another server over the same rows: what was told is told again.
    void start_again() { binding.emplace(parts()); }
    originals_binding::parts parts() { return {documents, blobs, now, random, notices, log}; }

    fakes::in_memory_blob_store& blobs;
    fakes::in_memory_document_store documents;
    fakes::manual_clock now;
    fakes::seeded_random random;
    notice_board notices;
    fakes::recorded_log log;
    std::optional<originals_binding> binding{std::in_place, parts()};
    library shelf{{documents, blobs, now, random, {}}};
};

class originals_binding_test : public testing::Test {
protected:
    fakes::in_memory_blob_store folder;
    database first{folder, 1};
    database second{folder, 2};
};

TEST_F(originals_binding_test, given_an_empty_folder_when_looked_at_then_it_is_ours)
{
    EXPECT_FALSE(first.binding->are_ours());

    EXPECT_EQ(first.look(), originals_are::ours);

    EXPECT_TRUE(first.binding->are_ours());
    EXPECT_TRUE(first.notices.current().empty());
    EXPECT_FALSE(first.binding->came_without_originals());
}

TEST_F(originals_binding_test, given_a_full_folder_when_the_database_is_empty_then_it_is_said_once)
{
    first.look();
    first.add("one");

    EXPECT_EQ(second.look(), originals_are::without_documents);
    EXPECT_EQ(second.look(), originals_are::without_documents);

    EXPECT_FALSE(second.binding->are_ours());
    ASSERT_EQ(second.notices.current().size(), 1U);
    EXPECT_EQ(second.notices.current()[0].kind, notice_kind::originals_without_documents);
    EXPECT_EQ(second.log.count("originals_without_documents"), 1U);
}

TEST_F(originals_binding_test,
       given_a_full_folder_when_the_database_has_others_then_they_are_anothers)
{
    first.look();
    first.add("one");
    second.look();
    second.add("two");

    EXPECT_EQ(second.look(), originals_are::of_another_database);

    ASSERT_EQ(second.notices.current().size(), 1U);
    EXPECT_EQ(second.notices.current()[0].kind, notice_kind::originals_of_another_database);
}

TEST_F(originals_binding_test, given_a_moment_of_another_database_when_back_then_as_before)
{
    first.look();
    first.add("one");
    second.look();
    second.add("two");

    first.start_again();

    EXPECT_EQ(first.look(), originals_are::ours);
    EXPECT_TRUE(first.notices.current().empty());
}

TEST_F(originals_binding_test, given_files_without_an_owner_when_a_document_has_one_then_adopted)
{
    first.add("one");  // nobody had looked, as with an older version
    first.add("two");

    EXPECT_EQ(second.look(), originals_are::without_documents);
    EXPECT_EQ(first.look(), originals_are::ours);
}

TEST_F(originals_binding_test, given_a_stranger_who_adds_a_file_then_the_rest_is_still_not_its_own)
{
    first.add("one");
    ASSERT_EQ(second.look(), originals_are::without_documents);
    second.add("two");
    second.start_again();

    EXPECT_EQ(second.look(), originals_are::of_another_database);
    EXPECT_EQ(first.look(), originals_are::ours);
}

TEST_F(originals_binding_test, given_files_without_an_owner_then_samples_alone_do_not_adopt_others)
{
    const auto sample = document_origin::sample;
    first.add("sample.md", "sample", sample);
    first.add("one");
    second.add("sample.md", "sample", sample);

    EXPECT_EQ(second.look(), originals_are::of_another_database);
    EXPECT_EQ(first.look(), originals_are::ours);
}

TEST_F(originals_binding_test, given_only_samples_and_nothing_else_then_adopted)
{
    first.add("sample.md", "sample", document_origin::sample);

    EXPECT_EQ(first.look(), originals_are::ours);
}

TEST_F(originals_binding_test, given_an_empty_folder_of_another_database_then_claimed)
{
    first.look();

    EXPECT_EQ(second.look(), originals_are::ours);
    EXPECT_EQ(first.look(), originals_are::ours) << "there is still nothing to lose";
}

TEST_F(originals_binding_test, given_files_in_the_bin_only_then_the_folder_is_not_empty)
{
    first.look();
    const auto added = first.add("one");
    fakes::run(folder.discard({}, added.content_hash, wall_time::max())).value();

    EXPECT_EQ(second.look(), originals_are::without_documents);
}

TEST_F(originals_binding_test, given_documents_and_an_empty_folder_then_it_is_no_new_one)
{
    fakes::in_memory_blob_store elsewhere;
    originals_binding moved(
        {first.documents, elsewhere, first.now, first.random, first.notices, first.log});
    first.add("one");

    EXPECT_EQ(fakes::run(moved.look()).value(), originals_are::ours);

    EXPECT_TRUE(moved.came_without_originals());
    EXPECT_EQ(first.log.count("documents_without_originals"), 1U);
}

TEST_F(originals_binding_test, given_a_decision_for_us_when_looked_at_again_then_the_notice_goes)
{
    first.look();
    first.add("one");
    second.look();
    const store_id other = fakes::run(first.documents.identify({}, store_id(uuid_bytes{}))).value();
    fakes::run(folder.claim({}, other)).value();  // as second, which looked last

    EXPECT_EQ(second.look(), originals_are::ours);

    EXPECT_TRUE(second.notices.current().empty());
    EXPECT_EQ(second.log.count("originals_are_ours"), 1U);
    EXPECT_EQ(first.look(), originals_are::of_another_database);
}

TEST_F(originals_binding_test, given_a_store_that_fails_when_looked_at_then_not_ours_until_it_works)
{
    ASSERT_EQ(first.look(), originals_are::ours);
    folder.fail_next(fakes::blob_operation::work_for, fail(fault::overloaded, "the disk fails"));

    EXPECT_FALSE(fakes::run(first.binding->look()));
    EXPECT_FALSE(first.binding->are_ours());

    EXPECT_EQ(first.look(), originals_are::ours);
}

}  // namespace
}  // namespace parlance::knowledge
