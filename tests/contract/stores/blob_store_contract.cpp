#include "stores.hpp"

#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace parlance::contract {
namespace {

class blob_store_contract : public testing::TestWithParam<store_kind> {
protected:
    result<std::string> put(std::string bytes)
    {
        return fakes::run(with->blobs().put({}, std::move(bytes)));
    }
    result<std::string> get(std::string hash)
    {
        return fakes::run(with->blobs().get({}, std::move(hash)));
    }
    using hashes = std::vector<std::string>;
    knowledge::originals_mark work_for(knowledge::store_id who)
    {
        return fakes::run(with->blobs().work_for({}, who)).value();
    }
    void own()
    {
        work_for(us);
        ASSERT_TRUE(fakes::run(with->blobs().claim({}, std::nullopt)));
    }
    result<bool> discard(const std::string& hash, wall_time not_after)
    {
        return fakes::run(with->blobs().discard({}, hash, not_after));
    }
    result<bool> erase(const std::string& hash, wall_time before)
    {
        return fakes::run(with->blobs().erase({}, hash, before));
    }
    hashes listed() { return fakes::run(with->blobs().list({}, "", 100)).value(); }
    hashes in_bin() { return fakes::run(with->blobs().list_bin({}, "", 100)).value(); }
    void expect_nothing_can_be_taken_away(const std::string& hash)
    {
        const std::size_t before = listed().size();
        EXPECT_EQ(discard(hash, wall_time::max()).error().kind, fault::conflict);
        EXPECT_EQ(erase(hash, wall_time::max()).error().kind, fault::conflict);
        const auto left_overs = fakes::run(with->blobs().remove_left_overs({}, wall_time::max()));
        EXPECT_EQ(left_overs.error().kind, fault::conflict);
        EXPECT_EQ(listed().size(), before);
        EXPECT_TRUE(in_bin().empty());
    }
    static wall_time now()
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    std::unique_ptr<stores> with = GetParam().make();
    const std::chrono::hours an_hour{1};
    const knowledge::store_id us{uuid_bytes{1}};
    const knowledge::store_id others{uuid_bytes{2}};
};

TEST_P(blob_store_contract, given_bytes_when_kept_then_their_sha256_is_their_name)
{
    const auto hash = put("abc");

    ASSERT_TRUE(hash);
    EXPECT_EQ(*hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(get(*hash).value(), "abc");
}

TEST_P(blob_store_contract, given_any_bytes_when_read_then_the_same)
{
    using std::string_literals::operator""s;
    for (const std::string& bytes :
         {""s, "\0"s, "\r\n\xff\xfe"s, std::string(limits::upload_bytes_max, 'z')}) {
        const auto hash = put(bytes);
        ASSERT_TRUE(hash);
        EXPECT_TRUE(get(*hash).value() == bytes);
    }
}

TEST_P(blob_store_contract, given_the_same_bytes_twice_then_the_same_name)
{
    const auto first = put("twice");
    const auto second = put("twice");

    ASSERT_TRUE(second);
    EXPECT_EQ(*first, *second);
    EXPECT_EQ(get(*second).value(), "twice");
}

TEST_P(blob_store_contract, given_an_unknown_name_when_read_then_not_found)
{
    put("something");
    for (const std::string& name :
         {std::string(64, '0'), std::string(), std::string("../lock"), std::string(64, '/'),
          std::string(63, '0'), std::string(64, 'A')}) {
        const auto missing = get(name);
        ASSERT_FALSE(missing) << name;
        EXPECT_EQ(missing.error().kind, fault::not_found) << name;
    }
}

TEST_P(blob_store_contract, given_a_part_when_read_then_only_it)
{
    const std::string hash = put("0123456789").value();
    const auto part = [&](std::uint64_t from, std::uint64_t count) {
        const knowledge::byte_range range{from, count};
        return fakes::run(with->blobs().get_part({}, hash, range)).value();
    };

    EXPECT_EQ(part(0, 3), "012");
    EXPECT_EQ(part(8, 100), "89");
    EXPECT_EQ(part(10, 1), "");
    EXPECT_EQ(part(1'000, 1), "");
    EXPECT_EQ(part(2, 0), "");
    for (const std::string& name : {std::string(64, '0'), std::string("../lock")}) {
        EXPECT_EQ(fakes::run(with->blobs().get_part({}, name, {0, 1})).error().kind,
                  fault::not_found);
    }
}

TEST_P(blob_store_contract, given_contents_when_listed_then_each_once_in_order)
{
    std::set<std::string> expected;
    for (int count = 0; count < 20; ++count) {
        expected.insert(put("content " + std::to_string(count)).value());
    }

    std::vector<std::string> seen;
    while (true) {
        const std::string after = seen.empty() ? "" : seen.back();
        const auto next = fakes::run(with->blobs().list({}, after, 3)).value();
        EXPECT_LE(next.size(), 3U);
        if (next.empty()) break;
        seen.insert(seen.end(), next.begin(), next.end());
    }

    EXPECT_EQ(seen, std::vector<std::string>(expected.begin(), expected.end()));
}

TEST_P(blob_store_contract, given_no_contents_when_listed_then_none)
{
    EXPECT_TRUE(fakes::run(with->blobs().list({}, "", 10)).value().empty());
    EXPECT_TRUE(fakes::run(with->blobs().list_bin({}, "", 10)).value().empty());
}

TEST_P(blob_store_contract, given_content_when_discarded_then_in_the_bin_unless_it_is_new)
{
    own();
    const std::string hash = put("short lived").value();

    const auto too_new = discard(hash, now() - an_hour);
    const auto still_there = listed();
    const auto gone = discard(hash, now() + an_hour);
    const auto twice = discard(hash, now() + an_hour);

    EXPECT_FALSE(too_new.value());
    EXPECT_EQ(still_there, hashes{hash});
    EXPECT_TRUE(gone.value());
    EXPECT_FALSE(twice.value());
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(in_bin(), hashes{hash});
}

TEST_P(blob_store_contract, given_content_in_the_bin_when_read_or_put_then_it_is_back)
{
    own();
    const std::string hash = put("wanted").value();
    const knowledge::byte_range part{0, 4};
    const std::vector<std::function<bool()>> ways{
        [&] { return get(hash).value() == "wanted"; },
        [&] { return fakes::run(with->blobs().get_part({}, hash, part)).value() == "want"; },
        [&] { return put("wanted").value() == hash; }};
    for (const auto& way : ways) {
        ASSERT_TRUE(discard(hash, now() + an_hour).value());
        ASSERT_EQ(in_bin(), hashes{hash});

        EXPECT_TRUE(way());

        EXPECT_TRUE(in_bin().empty());
        EXPECT_EQ(listed(), hashes{hash});
        // Its time has begun anew.
        EXPECT_FALSE(discard(hash, now() - an_hour).value());
    }
}

TEST_P(blob_store_contract, given_content_in_the_bin_when_its_time_is_over_then_erased_not_before)
{
    own();
    const std::string hash = put("nobody's").value();
    const auto not_discarded = erase(hash, now() + an_hour);
    ASSERT_TRUE(discard(hash, now() + an_hour).value());

    const auto too_early = erase(hash, now() - an_hour);
    const auto erased = erase(hash, now() + an_hour);
    const auto twice = erase(hash, now() + an_hour);

    EXPECT_FALSE(not_discarded.value());
    EXPECT_FALSE(too_early.value());
    EXPECT_TRUE(erased.value());
    EXPECT_FALSE(twice.value());
    EXPECT_TRUE(in_bin().empty());
    EXPECT_EQ(get(hash).error().kind, fault::not_found);
    EXPECT_EQ(put("nobody's").value(), hash);
    EXPECT_TRUE(get(hash));
}

TEST_P(blob_store_contract, given_names_that_are_none_when_taken_away_then_nothing_is)
{
    own();
    put("something");
    for (const std::string& name : {std::string("../lock"), std::string(), std::string(64, 'A')}) {
        EXPECT_FALSE(discard(name, now() + an_hour).value()) << name;
        EXPECT_FALSE(erase(name, now() + an_hour).value()) << name;
    }
    EXPECT_EQ(listed().size(), 1U);
}

TEST_P(blob_store_contract, given_discarded_contents_when_listed_then_each_once_in_order)
{
    own();
    std::set<std::string> expected;
    for (int count = 0; count < 8; ++count) {
        expected.insert(put("content " + std::to_string(count)).value());
    }
    for (const std::string& hash : expected) ASSERT_TRUE(discard(hash, now() + an_hour).value());

    hashes seen;
    while (true) {
        const std::string after = seen.empty() ? "" : seen.back();
        const auto next = fakes::run(with->blobs().list_bin({}, after, 3)).value();
        EXPECT_LE(next.size(), 3U);
        if (next.empty()) break;
        seen.insert(seen.end(), next.begin(), next.end());
    }

    EXPECT_EQ(seen, hashes(expected.begin(), expected.end()));
}

TEST_P(blob_store_contract, given_nobody_when_something_is_taken_away_then_conflict)
{
    const std::string hash = put("kept").value();

    expect_nothing_can_be_taken_away(hash);
    work_for(us);
    expect_nothing_can_be_taken_away(hash);

    EXPECT_EQ(get(hash).value(), "kept");
}

TEST_P(blob_store_contract, given_an_owner_when_another_works_with_it_then_a_guest)
{
    own();
    const std::string ours = put("ours").value();

    const auto mark = work_for(others);
    const std::string theirs = put("theirs").value();

    EXPECT_EQ(mark.owner, us);
    expect_nothing_can_be_taken_away(ours);
    EXPECT_EQ(get(ours).value(), "ours");
    EXPECT_EQ(get(theirs).value(), "theirs");
}

TEST_P(blob_store_contract, given_what_a_guest_has_put_when_discarded_then_it_stays)
{
    own();
    const std::string both = put("both").value();
    work_for(others);
    const std::string theirs = put("theirs").value();
    put("both");
    work_for(us);

    EXPECT_FALSE(discard(theirs, now() + an_hour).value());
    EXPECT_FALSE(discard(both, now() + an_hour).value());

    EXPECT_EQ(listed().size(), 2U);
}

TEST_P(blob_store_contract, given_a_guest_who_claims_then_the_owner_and_its_own_is_as_any_other)
{
    own();
    put("ours").value();
    work_for(others);
    const std::string theirs = put("theirs").value();

    EXPECT_EQ(fakes::run(with->blobs().claim({}, std::nullopt)).error().kind, fault::conflict);
    EXPECT_EQ(fakes::run(with->blobs().claim({}, others)).error().kind, fault::conflict);
    EXPECT_TRUE(fakes::run(with->blobs().claim({}, us)));

    EXPECT_EQ(work_for(us).owner, others);
    expect_nothing_can_be_taken_away(theirs);
    work_for(others);
    EXPECT_TRUE(discard(theirs, now() + an_hour).value());
}

// Two replicas of one database over a new folder: both saw no owner.
TEST_P(blob_store_contract,
       given_another_replica_that_claimed_first_then_claiming_again_is_no_error)
{
    own();

    EXPECT_TRUE(fakes::run(with->blobs().claim({}, std::nullopt)));
    EXPECT_TRUE(fakes::run(with->blobs().claim({}, others)));

    EXPECT_EQ(work_for(us).owner, us);
}

TEST_P(blob_store_contract, given_no_owner_when_disowned_then_it_is_remembered_until_claimed)
{
    put("of somebody");

    EXPECT_FALSE(work_for(us).is_disowned);
    ASSERT_TRUE(fakes::run(with->blobs().disown({})));
    ASSERT_TRUE(fakes::run(with->blobs().disown({})));
    EXPECT_TRUE(work_for(us).is_disowned);
    EXPECT_FALSE(work_for(us).owner);
    EXPECT_FALSE(work_for(others).is_disowned);

    ASSERT_TRUE(fakes::run(with->blobs().claim({}, std::nullopt)));

    EXPECT_EQ(work_for(us).owner, others);
    ASSERT_TRUE(fakes::run(with->blobs().disown({})));
    EXPECT_EQ(work_for(us).owner, others);
}

TEST_P(blob_store_contract, given_several_who_put_and_discard_at_once_then_nothing_is_lost)
{
    own();
    constexpr int rounds = 40;
    std::thread putting([this] {
        for (int round = 0; round < rounds; ++round) put("wanted by two");
    });
    for (int round = 0; round < rounds; ++round) {
        static_cast<void>(discard(put("wanted by two").value(), now() + an_hour));
    }
    putting.join();

    EXPECT_EQ(get(put("wanted by two").value()).value(), "wanted by two");
}

INSTANTIATE_TEST_SUITE_P(every_store, blob_store_contract, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace parlance::contract
