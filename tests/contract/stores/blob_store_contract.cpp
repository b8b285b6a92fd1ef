#include "stores.hpp"

#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>

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

INSTANTIATE_TEST_SUITE_P(every_store, blob_store_contract, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace parlance::contract
