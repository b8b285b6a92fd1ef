#include <parlance/foundation/secret.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace parlance {
namespace {

TEST(secret_test, given_a_text_when_kept_then_only_reveal_shows_it_and_the_source_is_wiped)
{
    std::string text = "short key";
    const std::size_t length = text.size();

    const secret kept(std::move(text));

    EXPECT_EQ(kept.reveal(), "short key");
    EXPECT_EQ(text, std::string(length, '\0'));  // NOLINT(bugprone-use-after-move)
}

TEST(secret_test, given_a_secret_when_moved_then_the_new_one_holds_it)
{
    secret first(std::string("0123456789"));

    const secret second(std::move(first));

    EXPECT_EQ(second.reveal(), "0123456789");
}

static_assert(!std::is_copy_constructible_v<secret>);
static_assert(!std::is_copy_assignable_v<secret>);
static_assert(!std::is_convertible_v<secret, std::string_view>);

}  // namespace
}  // namespace parlance
