#include <parlance/knowledge/block_slices.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

extracted_block block_of(std::string heading, std::string text)
{
    return {std::nullopt, {std::move(heading)}, std::move(text)};
}

std::vector<std::vector<extracted_block>> all_of(std::vector<extracted_block> blocks)
{
    block_slices slices(std::move(blocks));
    std::vector<std::vector<extracted_block>> all;
    while (auto slice = slices.next()) all.push_back(std::move(*slice));
    return all;
}

TEST(block_slices, given_a_short_text_when_sliced_then_one_slice)
{
    const auto slices = all_of({block_of("A", "one"), block_of("B", "two")});

    ASSERT_EQ(slices.size(), 1U);
    ASSERT_EQ(slices[0].size(), 2U);
    EXPECT_EQ(slices[0][1].text, "two");
    EXPECT_EQ(slices[0][1].headings, std::vector<std::string>{"B"});
    EXPECT_TRUE(all_of({}).empty());
}

TEST(block_slices, given_sections_when_sliced_then_none_is_parted)
{
    const std::string half(block_slices::usual_bytes / 2 + 1, 'x');

    const auto slices = all_of(
        {block_of("A", half), block_of("A", half), block_of("A", "end"), block_of("B", half)});

    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(slices[0].size(), 3U);
    EXPECT_EQ(slices[1].size(), 1U);
}

TEST(block_slices, given_one_endless_section_when_sliced_then_parted_at_lines_and_nothing_is_lost)
{
    std::string text;
    while (text.size() < 3 * block_slices::bytes_max) {
        text += "A line of some length, number " + std::to_string(text.size()) + ".\n";
    }

    const auto slices = all_of({block_of("A", text), block_of("A", "end")});

    std::string joined;
    for (const auto& slice : slices) {
        std::size_t bytes = 0;
        for (const extracted_block& block : slice) {
            bytes += block.text.size();
            joined += block.text;
        }
        EXPECT_LE(bytes, block_slices::bytes_max);
        EXPECT_TRUE(slice.back().text.ends_with('\n') || &slice == &slices.back());
    }
    EXPECT_GT(slices.size(), 3U);
    EXPECT_TRUE(joined == text + "end");
}

TEST(block_slices, given_no_lines_when_sliced_then_parted_between_characters)
{
    std::string text;
    while (text.size() <= block_slices::bytes_max) text += "日";

    const auto slices = all_of({block_of("A", text)});

    ASSERT_EQ(slices.size(), 2U);
    EXPECT_EQ(slices[0][0].text.size() % 3, 0U);
    EXPECT_TRUE(slices[0][0].text + slices[1][0].text == text);
}

TEST(block_slices, given_very_many_empty_blocks_when_sliced_then_a_slice_is_bounded)
{
    const auto slices =
        all_of(std::vector<extracted_block>(block_slices::bytes_max + 1, block_of("A", "")));

    EXPECT_EQ(slices.size(), 2U);
}

}  // namespace
}  // namespace parlance::knowledge
