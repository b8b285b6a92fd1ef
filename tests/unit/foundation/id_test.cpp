#include <parlance/foundation/id.hpp>

#include <fakes/manual_clock.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

#include <unordered_set>

namespace parlance {
namespace {

using thing_id = id<struct thing_tag>;

constexpr std::string_view sample = "0192f0c1-5a3b-7c4d-8e5f-0123456789ab";

TEST(id_test, given_a_uuid_when_parsed_and_formatted_then_it_is_the_same)
{
    const auto bytes = parse_uuid(sample);

    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->front(), 0x01);
    EXPECT_EQ(bytes->back(), 0xAB);
    EXPECT_EQ(format_uuid(*bytes), sample);
}

TEST(id_test, given_upper_case_when_parsed_then_it_is_written_in_lower_case)
{
    const auto parsed = thing_id::parse("0192F0C1-5A3B-7C4D-8E5F-0123456789AB");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->text(), sample);
}

TEST(id_test, given_one_character_wrong_anywhere_when_parsed_then_nothing)
{
    for (std::size_t at = 0; at < sample.size(); ++at) {
        for (const char wrong : {'g', '-', ' ', '\0', '/', ':', '@', '`', 'G'}) {
            std::string text(sample);
            if (text[at] == wrong) continue;
            text[at] = wrong;

            EXPECT_FALSE(parse_uuid(text)) << text;
        }
    }
}

TEST(id_test, given_another_length_or_form_when_parsed_then_nothing)
{
    EXPECT_FALSE(parse_uuid(""));
    EXPECT_FALSE(parse_uuid(sample.substr(1)));
    EXPECT_FALSE(parse_uuid(std::string(sample) + "0"));
    EXPECT_FALSE(parse_uuid("{" + std::string(sample) + "}"));
    EXPECT_FALSE(parse_uuid("0192f0c15a3b7c4d8e5f0123456789ab"));
}

TEST(id_test, given_later_moments_when_made_then_ids_sort_by_age)
{
    fakes::manual_clock now;
    fakes::seeded_random random(7);
    thing_id before = thing_id::make(now, random);

    for (int made = 0; made < 1'000; ++made) {
        now.advance(std::chrono::milliseconds(1));
        const thing_id after = thing_id::make(now, random);

        ASSERT_LT(before, after);
        ASSERT_LT(before.text(), after.text());
        before = after;
    }
}

TEST(id_test, given_a_moment_when_made_then_the_id_holds_its_milliseconds_version_and_variant)
{
    fakes::manual_clock now;
    now.advance(std::chrono::milliseconds(42));
    fakes::seeded_random random(1);

    const uuid_bytes made = make_uuid_v7(now, random);

    std::uint64_t milliseconds = 0;
    for (std::size_t at = 0; at < 6; ++at) milliseconds = (milliseconds << 8U) | made.at(at);
    EXPECT_EQ(milliseconds, 1'700'000'000'042U);
    EXPECT_TRUE(is_uuid_v7(made));
    EXPECT_EQ(format_uuid(made)[14], '7');
}

TEST(id_test, given_one_moment_when_many_are_made_then_all_differ)
{
    const fakes::manual_clock now;
    fakes::seeded_random random(3);
    std::unordered_set<thing_id> made;

    for (int one = 0; one < 1'000; ++one) made.insert(thing_id::make(now, random));

    EXPECT_EQ(made.size(), 1'000U);
}

TEST(id_test, given_another_version_or_variant_when_checked_then_it_is_no_version_7)
{
    EXPECT_TRUE(is_uuid_v7(*parse_uuid(sample)));
    EXPECT_FALSE(is_uuid_v7(*parse_uuid("0192f0c1-5a3b-4c4d-8e5f-0123456789ab")));
    EXPECT_FALSE(is_uuid_v7(*parse_uuid("0192f0c1-5a3b-7c4d-ce5f-0123456789ab")));
    EXPECT_FALSE(is_uuid_v7(uuid_bytes{}));
}

}  // namespace
}  // namespace parlance
