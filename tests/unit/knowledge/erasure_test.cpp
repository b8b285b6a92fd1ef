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

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

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
    /// Without reading, which would take it out of the bin.
    bool is_kept(const std::string& hash)
    {
        return has(fakes::run(blobs.list({}, "", 1'000)), hash);
    }
    bool is_in_bin(const std::string& hash)
    {
        return has(fakes::run(blobs.list_bin({}, "", 1'000)), hash);
    }
    static bool has(const result<std::vector<std::string>>& hashes, const std::string& hash)
    {
        return std::find(hashes->begin(), hashes->end(), hash) != hashes->end();
    }
    bool erase_after(std::chrono::hours ahead)
    {
        now.ahead = ahead;
        return fakes::run(cleaner.erase()).has_value();
    }

    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    later_clock now;
    fakes::seeded_random random{7};
    fakes::recorded_log log;
    access::principal who = access::local_principal();
    library shelf{{documents, blobs, now, random, {}}};
    notice_board notices;
    originals_binding binding{{documents, blobs, now, random, notices, log}};
    erasure cleaner{{documents, blobs, binding, now, log}};
    originals_are at_start = fakes::run(binding.look()).value();
};

constexpr std::chrono::hours an_hour{1};

TEST_F(erasure_test, given_a_deletion_when_its_time_is_over_then_row_gone_and_bytes_in_the_bin)
{
    const auto kept = add("kept.txt", "kept");
    const auto gone = add("gone.txt", "gone");
    fakes::run(shelf.remove({}, who, gone.id)).value();

    ASSERT_TRUE(erase_after(limits::restorable_for - an_hour));
    EXPECT_TRUE(is_kept(gone.content_hash));
    ASSERT_TRUE(erase_after(limits::restorable_for + an_hour));

    EXPECT_FALSE(is_kept(gone.content_hash));
    EXPECT_TRUE(is_in_bin(gone.content_hash));
    EXPECT_FALSE(fakes::run(shelf.restore({}, who, gone.id)));
    EXPECT_TRUE(is_kept(kept.content_hash));
    EXPECT_EQ(log.count("erased"), 1U);
}

TEST_F(erasure_test, given_bytes_in_the_bin_when_their_days_are_over_then_gone_and_not_before)
{
    const std::string hash = fakes::run(blobs.put({}, "of nobody")).value();
    ASSERT_TRUE(erase_after(unused_content_age_min + an_hour));
    ASSERT_TRUE(is_in_bin(hash));

    // The fake dates what is put into the bin by the real clock: now.
    ASSERT_TRUE(erase_after(bin_kept_for - an_hour));
    EXPECT_TRUE(is_in_bin(hash));
    ASSERT_TRUE(erase_after(-bin_kept_for));
    EXPECT_TRUE(is_in_bin(hash));
    ASSERT_TRUE(erase_after(bin_kept_for + an_hour));

    EXPECT_FALSE(is_in_bin(hash));
    EXPECT_FALSE(fakes::run(blobs.get({}, hash)));
}

TEST_F(erasure_test, given_bytes_in_the_bin_when_a_document_has_them_again_then_they_are_taken_out)
{
    const std::string hash = fakes::run(blobs.put({}, "of nobody")).value();
    ASSERT_TRUE(erase_after(unused_content_age_min + an_hour));
    ASSERT_TRUE(is_in_bin(hash));
    // As a database that was restored from a copy: its row comes without its bytes.
    const document back{.id = document_id::make(now, random),
                        .file_name = "back.txt",
                        .title = "back",
                        .media_type = "text/plain",
                        .size_bytes = 9,
                        .content_hash = hash,
                        .reason = {},
                        .created_at = now.wall()};
    fakes::run(documents.add({}, who, back)).value();

    ASSERT_TRUE(erase_after(bin_kept_for + an_hour));

    EXPECT_TRUE(is_kept(hash));
    EXPECT_FALSE(is_in_bin(hash));
}

TEST_F(erasure_test, given_bytes_that_another_document_has_when_erased_then_they_stay)
{
    const auto first = add("first.txt", "same");
    const auto second = add("second.txt", "same");
    fakes::run(shelf.remove({}, who, first.id)).value();

    ASSERT_TRUE(erase_after(limits::restorable_for + an_hour));

    EXPECT_TRUE(is_kept(second.content_hash));
}

TEST_F(erasure_test, given_bytes_without_a_row_when_young_then_kept_and_when_old_then_in_the_bin)
{
    const std::string hash = fakes::run(blobs.put({}, "of an upload that was killed")).value();

    ASSERT_TRUE(erase_after(std::chrono::hours(0)));
    EXPECT_TRUE(is_kept(hash));
    ASSERT_TRUE(erase_after(unused_content_age_min + an_hour));

    EXPECT_FALSE(is_kept(hash));
    EXPECT_TRUE(is_in_bin(hash));
}

TEST_F(erasure_test, given_a_database_that_is_not_the_owner_when_erased_then_nothing_is)
{
    const auto deleted = add("deleted.txt", "deleted");
    fakes::run(shelf.remove({}, who, deleted.id)).value();
    const std::string unused = fakes::run(blobs.put({}, "unused")).value();
    const store_id self = fakes::run(documents.identify({}, store_id::make(now, random))).value();
    const store_id another = store_id::make(now, random);
    fakes::run(blobs.work_for({}, another)).value();
    fakes::run(blobs.claim({}, self)).value();

    ASSERT_TRUE(erase_after(limits::restorable_for + bin_kept_for));
    ASSERT_TRUE(erase_after(limits::restorable_for + 3 * bin_kept_for));

    EXPECT_TRUE(is_kept(unused));
    EXPECT_TRUE(is_kept(deleted.content_hash));
    EXPECT_EQ(documents.calls(fakes::document_operation::purge), 0U);
    EXPECT_FALSE(binding.are_ours());
}

TEST_F(erasure_test, given_an_owner_that_changes_between_look_and_step_then_nothing_is_erased)
{
    const std::string unused = fakes::run(blobs.put({}, "unused")).value();
    blobs.fail_next(fakes::blob_operation::discard,
                    fail(fault::conflict, std::string(bytes_of_another)));

    EXPECT_FALSE(erase_after(unused_content_age_min + an_hour));

    EXPECT_TRUE(is_kept(unused));
}

TEST_F(erasure_test, given_more_contents_than_are_looked_at_at_once_then_all_are_looked_at)
{
    for (std::size_t count = 0; count <= content_looked_at_at_once; ++count) {
        fakes::run(blobs.put({}, std::to_string(count))).value();
    }

    ASSERT_TRUE(erase_after(unused_content_age_min + an_hour));
    EXPECT_TRUE(fakes::run(blobs.list({}, "", 1)).value().empty());
    ASSERT_TRUE(erase_after(bin_kept_for + an_hour));

    EXPECT_TRUE(fakes::run(blobs.list_bin({}, "", 1)).value().empty());
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
