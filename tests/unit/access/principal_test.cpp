#include <parlance/access/principal.hpp>

#include <gtest/gtest.h>

namespace parlance::access {
namespace {

TEST(principal_test, given_the_local_principal_when_asked_twice_then_the_id_never_changes)
{
    EXPECT_EQ(local_principal().id, local_principal().id);
    // Written out: a data directory made by an older version must keep its owner.
    EXPECT_EQ(local_principal().id.text(), "01900000-0000-7000-8000-000000000001");
    EXPECT_FALSE(local_principal().display_name.empty());
}

}  // namespace
}  // namespace parlance::access
