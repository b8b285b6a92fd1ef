#include <parlance/knowledge/erasure.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>
#include <parlance/knowledge/library.hpp>

#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

namespace parlance::knowledge {
namespace {

/// The real time, and some more: the bytes of blobs are dated by the machine.
class later_clock : public clock {
public:
    std::chrono::hours ahead{0};

    [[nodiscard]] steady_time steady() const override { return std::chrono::steady_clock::now(); }
    [[nodiscard]] wall_time wall() const override
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) +
               ahead;
    }
};

class erasure_test : public testing::Test {
protected:
    document add(std::string name, std::string bytes)
    {
        offered_file file{std::move(name), std::move(bytes), document_origin::added};
        return fakes::run(shelf.add({}, who, std::move(file))).value();
    }
    bool has_bytes_of(const document& which)
    {
        return fakes::run(blobs.get({}, which.content_hash)).has_value();
    }

    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    later_clock now;
    fakes::seeded_random random{7};
    fakes::recorded_log log;
    access::principal who = access::local_principal();
    library shelf{{documents, blobs, now, random, {}}};
    erasure cleaner{{documents, blobs, now, log}};
};

TEST_F(erasure_test, given_a_deletion_when_its_time_is_over_then_row_and_bytes_are_gone)
{
    const auto kept = add("kept.txt", "kept");
    const auto gone = add("gone.txt", "gone");
    fakes::run(shelf.remove({}, who, gone.id)).value();

    now.ahead = limits::restorable_for - std::chrono::hours(1);
    ASSERT_TRUE(fakes::run(cleaner.erase()));
    EXPECT_TRUE(has_bytes_of(gone));
    now.ahead = limits::restorable_for + std::chrono::hours(1);
    ASSERT_TRUE(fakes::run(cleaner.erase()));

    EXPECT_FALSE(has_bytes_of(gone));
    EXPECT_FALSE(fakes::run(shelf.restore({}, who, gone.id)));
    EXPECT_TRUE(has_bytes_of(kept));
    EXPECT_EQ(log.count("erased"), 1U);
}

TEST_F(erasure_test, given_bytes_that_another_document_has_when_erased_then_they_stay)
{
    const auto first = add("first.txt", "same");
    const auto second = add("second.txt", "same");
    fakes::run(shelf.remove({}, who, first.id)).value();

    now.ahead = limits::restorable_for + std::chrono::hours(1);
    ASSERT_TRUE(fakes::run(cleaner.erase()));

    EXPECT_TRUE(has_bytes_of(second));
}

TEST_F(erasure_test, given_bytes_without_a_row_when_young_then_kept_and_when_old_then_gone)
{
    const std::string hash = fakes::run(blobs.put({}, "of an upload that was killed")).value();

    ASSERT_TRUE(fakes::run(cleaner.erase()));
    EXPECT_TRUE(fakes::run(blobs.get({}, hash)));
    now.ahead = unused_content_age_min + std::chrono::hours(1);
    ASSERT_TRUE(fakes::run(cleaner.erase()));

    EXPECT_FALSE(fakes::run(blobs.get({}, hash)));
}

TEST_F(erasure_test, given_more_contents_than_are_looked_at_at_once_then_all_are_looked_at)
{
    for (std::size_t count = 0; count <= content_looked_at_at_once; ++count) {
        fakes::run(blobs.put({}, std::to_string(count))).value();
    }
    now.ahead = unused_content_age_min + std::chrono::hours(1);

    ASSERT_TRUE(fakes::run(cleaner.erase()));

    EXPECT_TRUE(fakes::run(blobs.list({}, "", 1)).value().empty());
}

TEST_F(erasure_test, given_a_store_that_fails_when_run_then_it_is_told_and_stop_ends_it)
{
    documents.fail_next(fakes::document_operation::purge, fail(fault::overloaded, "busy"));

    EXPECT_FALSE(fakes::run(cleaner.erase()));
    cleaner.stop();
    fakes::run(cleaner.run());
}

}  // namespace
}  // namespace parlance::knowledge
