#include <parlance/extract/text_yield.hpp>

#include <parlance/extract/extract_limits.hpp>

#include "hostile_table.hpp"

#include <gtest/gtest.h>

#include <random>

namespace parlance::extract {
namespace {

constexpr std::size_t large_file_bytes = 32 * 1024 * 1024;

document_text one_block(std::string text)
{
    return {"", {{std::nullopt, {}, std::move(text)}}};
}

std::string random_letters(std::size_t bytes)
{
    std::mt19937 random(1);
    std::string letters(bytes, ' ');
    for (char& letter : letters) letter = static_cast<char>('!' + random() % 90);
    return letters;
}

TEST(text_yield, given_the_free_words_when_judged_then_one_more_is_judged_by_what_it_says)
{
    const document_text free = one_block(repeated("x ", limits::yield_free_words));
    const document_text judged = one_block(repeated("x ", limits::yield_free_words + 1));

    EXPECT_TRUE(check_yield(free, large_file_bytes));
    const auto refused = check_yield(judged, large_file_bytes);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::upstream_rejected);
    EXPECT_EQ(refused.error().detail, "The file repeats the same text too often to be searched.");
}

TEST(text_yield, given_words_that_say_something_when_judged_then_so_many_a_byte_and_no_more)
{
    // What cannot be packed, and 1,000,000 words that pack to nearly nothing.
    constexpr std::size_t words = 1'000'000;
    constexpr std::size_t bytes_wanted = words / limits::yield_words_a_byte_max;
    const std::string filler = repeated("x ", words);

    EXPECT_TRUE(
        check_yield(one_block(random_letters(bytes_wanted * 5 / 4) + filler), large_file_bytes));
    EXPECT_FALSE(
        check_yield(one_block(random_letters(bytes_wanted / 2) + filler), large_file_bytes));
}

TEST(text_yield, given_text_from_a_small_file_when_judged_then_so_many_times_its_size_and_no_more)
{
    std::string text;
    std::mt19937 random(2);
    for (std::size_t at = 0; at <= limits::yield_free_words; ++at) {
        text += std::to_string(random()) + ' ';
    }
    const std::size_t bytes_min = text.size() / limits::yield_text_ratio_max;

    EXPECT_TRUE(check_yield(one_block(text), bytes_min));
    EXPECT_FALSE(check_yield(one_block(text), bytes_min - 1));
}

TEST(text_yield, given_many_short_blocks_when_judged_then_each_costs_a_passage)
{
    document_text headings;
    for (int at = 0; at < 20'000; ++at) headings.blocks.push_back({std::nullopt, {"x"}, "y"});
    EXPECT_FALSE(check_yield(headings, large_file_bytes));

    document_text glossary;
    std::mt19937 random(3);
    for (int at = 0; at < 20'000; ++at) {
        glossary.blocks.push_back(
            {std::nullopt, {std::to_string(random())}, "see " + std::to_string(random())});
    }
    EXPECT_TRUE(check_yield(glossary, large_file_bytes));
}

TEST(text_yield, given_scripts_without_spaces_when_judged_then_as_passages_count_them)
{
    EXPECT_FALSE(check_yield(one_block(repeated("一", 900'000)), large_file_bytes));
    EXPECT_FALSE(check_yield(one_block(std::string(900'000, 'x')), large_file_bytes));

    std::string prose;
    std::mt19937 random(4);
    for (int at = 0; at < 900'000; ++at) {
        const auto code = 0x4E00U + random() % 3'000;
        prose += static_cast<char>(0xE0U | (code >> 12U));
        prose += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        prose += static_cast<char>(0x80U | (code & 0x3FU));
    }
    EXPECT_TRUE(check_yield(one_block(prose), large_file_bytes));
}

TEST(text_yield, given_nothing_when_judged_then_it_is_not_this_checks_to_refuse)
{
    EXPECT_TRUE(check_yield({}, 0));
}

}  // namespace
}  // namespace parlance::extract
