#include <parlance/knowledge/evaluation.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace parlance::knowledge {
namespace {

answer_place at(std::string file, std::int64_t page = 0, std::string section = "")
{
    answer_place place{std::move(file), {}, std::move(section)};
    if (page > 0) place.page = page;
    return place;
}

evaluation count(std::vector<answer_place> relevant, std::vector<answer_place> ranked,
                 std::size_t k = 3)
{
    evaluation sum;
    count_in(sum, known_question{"1", "?", std::move(relevant)},
             search_outcome{std::move(ranked), true}, k);
    return sum;
}

TEST(evaluation, given_the_right_file_third_when_counted_then_rank_and_gain_say_so)
{
    const auto sum = count({at("a")}, {at("b"), at("b"), at("c"), at("a")});

    EXPECT_EQ(sum.hit_at_1.value(), 0.0);
    EXPECT_EQ(sum.hit_at_5.value(), 1.0);
    EXPECT_EQ(sum.hit_at_k.value(), 1.0);
    EXPECT_DOUBLE_EQ(*sum.reciprocal_rank_at_10.value(), 1.0 / 3);
    EXPECT_DOUBLE_EQ(*sum.gain_at_10.value(), 1 / std::log2(4.0));
}

TEST(evaluation, given_two_relevant_files_when_one_is_found_then_half_recall_and_a_hit)
{
    const auto sum = count({at("a"), at("b")}, {at("a"), at("x")});

    EXPECT_EQ(sum.recall_at_1.value(), 0.5);
    EXPECT_EQ(sum.recall_at_10.value(), 0.5);
    EXPECT_EQ(sum.hit_at_1.value(), 1.0);
    EXPECT_DOUBLE_EQ(*sum.gain_at_10.value(), 1 / (1 + 1 / std::log2(3.0)));
}

TEST(evaluation, given_the_eleventh_file_when_counted_then_it_is_not_among_ten)
{
    std::vector<answer_place> ranked;
    for (int file = 0; file < 10; ++file) ranked.push_back(at("x" + std::to_string(file)));
    ranked.push_back(at("a"));

    const auto sum = count({at("a")}, ranked, 11);

    EXPECT_EQ(sum.recall_at_10.value(), 0.0);
    EXPECT_EQ(sum.reciprocal_rank_at_10.value(), 0.0);
    EXPECT_EQ(sum.gain_at_10.value(), 0.0);
    EXPECT_EQ(sum.recall_at_k.value(), 1.0);
}

TEST(evaluation, given_pages_when_counted_then_exact_and_near_differ)
{
    const auto sum = count({at("a", 4)}, {at("a", 5), at("b", 4), at("a", 4)});

    EXPECT_EQ(sum.page_at_1.value(), 0.0);
    EXPECT_EQ(sum.near_page_at_1.value(), 1.0);
    EXPECT_EQ(sum.page_at_5.value(), 1.0);
    EXPECT_EQ(sum.section_at_1.count(), 0U);
}

TEST(evaluation, given_a_page_of_another_file_when_counted_then_no_hit)
{
    const auto sum = count({at("a", 4)}, {at("b", 4)});

    EXPECT_EQ(sum.near_page_at_5.value(), 0.0);
}

TEST(evaluation, given_a_heading_path_when_counted_then_its_end_is_the_section)
{
    EXPECT_EQ(count({at("a", 0, "Hotel  limits")}, {at("a", 0, "Travel › hotel limits ")})
                  .section_at_1.value(),
              1.0);
    EXPECT_EQ(count({at("a", 0, "Limits")}, {at("a", 0, "Limits › Hotel")}).section_at_1.value(),
              0.0);
}

TEST(evaluation, given_unanswerable_questions_when_counted_then_only_what_was_told)
{
    evaluation sum;
    count_in(sum, known_question{"1", "?", {}}, search_outcome{{at("a")}, false}, 10);
    count_in(sum, known_question{"2", "?", {}}, search_outcome{{at("a")}, true}, 10);
    count_in(sum, known_question{"3", "?", {at("a")}}, search_outcome{{}, false}, 10);

    EXPECT_EQ(sum.questions, 3U);
    EXPECT_EQ(sum.unanswerable_told.value(), 0.5);
    EXPECT_EQ(sum.wrongly_abstained.value(), 1.0);
    EXPECT_EQ(sum.recall_at_1.count(), 1U);
}

TEST(evaluation, given_nothing_counted_when_asked_for_a_mean_then_there_is_none)
{
    EXPECT_FALSE(evaluation().hit_at_1.value());
}

}  // namespace
}  // namespace parlance::knowledge
