#include <parlance/postgresql/message_keys.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace parlance::postgresql {
namespace {

access::principal_id somebody(const char* id)
{
    return access::principal_id(parse_uuid(id).value());
}

const char* const ada = "00000000-0000-7000-8000-000000000001";
const char* const ben = "00000000-0000-7000-8000-000000000002";

TEST(message_keys, given_a_term_when_hashed_then_as_what_is_stored_has_it)
{
    // FNV-1a of 64 bits over the sixteen bytes of the principal and those of the term.
    EXPECT_EQ(message_key(somebody(ada), ""), -8'082'356'632'334'985'278);
    EXPECT_EQ(message_key(somebody(ada), "walrus"), 6'345'380'789'149'924'148);
}

TEST(message_keys, given_the_same_term_of_two_principals_when_hashed_then_two_keys)
{
    EXPECT_NE(message_key(somebody(ada), "walrus"), message_key(somebody(ben), "walrus"));
}

TEST(message_keys, given_terms_when_hashed_then_each_once_and_rising)
{
    const auto keys = message_keys(somebody(ada), "b a  b c");

    ASSERT_EQ(keys.size(), 3U);
    EXPECT_LT(keys[0], keys[1]);
    EXPECT_LT(keys[1], keys[2]);
    EXPECT_TRUE(message_keys(somebody(ada), "").empty());
}

}  // namespace
}  // namespace parlance::postgresql
