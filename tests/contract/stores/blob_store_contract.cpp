#include "stores.hpp"

#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>

#include <chrono>
#include <set>

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
    std::unique_ptr<stores> with = GetParam().make();
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
    EXPECT_EQ(fakes::run(with->blobs().remove_left_overs({})).value(), 0U);
}

TEST_P(blob_store_contract, given_content_when_removed_then_gone_unless_it_is_new)
{
    using std::chrono::system_clock;
    const auto now = std::chrono::floor<std::chrono::milliseconds>(system_clock::now());
    const std::string hash = put("short lived").value();

    const auto too_new =
        fakes::run(with->blobs().remove({}, hash, now - std::chrono::hours(1))).value();
    const auto still_there = get(hash);
    const auto gone =
        fakes::run(with->blobs().remove({}, hash, now + std::chrono::hours(1))).value();
    const auto twice =
        fakes::run(with->blobs().remove({}, hash, now + std::chrono::hours(1))).value();

    EXPECT_FALSE(too_new);
    EXPECT_TRUE(still_there);
    EXPECT_TRUE(gone);
    EXPECT_FALSE(twice);
    EXPECT_FALSE(get(hash));
    EXPECT_EQ(put("short lived").value(), hash);
    EXPECT_TRUE(get(hash));
}

INSTANTIATE_TEST_SUITE_P(every_store, blob_store_contract, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace parlance::contract
