#include <parlance/postgresql/passage_postings.hpp>
#include <parlance/postgresql/passage_scores.hpp>
#include <parlance/stored_form/passage_number.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {
namespace {

knowledge::indexed_passage passage(std::int64_t ordinal, std::string title, std::string section,
                                   std::string text)
{
    knowledge::indexed_passage made{{.id = knowledge::passage_id(uuid_bytes{}),
                                     .document = knowledge::document_id(uuid_bytes{}),
                                     .ordinal = ordinal,
                                     .page = std::nullopt,
                                     .section = {},
                                     .text = {}},
                                    {},
                                    {},
                                    {}};
    made.title_terms = std::move(title);
    made.section_terms = std::move(section);
    made.text_terms = std::move(text);
    return made;
}

std::vector<posting> read(std::string_view places)
{
    std::vector<posting> all;
    places_reader reader(places);
    while (const auto one = reader.next()) all.push_back(*one);
    return all;
}

TEST(passage_postings, given_passages_when_turned_into_postings_then_each_term_knows_its_places)
{
    std::string much = "word";
    for (int count = 1; count < 200; ++count) much += " word";

    const auto made =
        postings_of({passage(0, "a b", "b", "b c  b"), passage(300, "a b", "", much)});

    ASSERT_EQ(made.size(), 4U);
    EXPECT_EQ(made[0].term, "a");
    EXPECT_TRUE(made[0].in_headings);
    EXPECT_EQ(made[0].passages, 2);
    EXPECT_EQ(read(made[0].places), (std::vector<posting>{{0, 1, 0, 0, 6}, {300, 1, 0, 0, 202}}));
    EXPECT_EQ(made[1].term, "b");
    EXPECT_EQ(read(made[1].places), (std::vector<posting>{{0, 1, 1, 2, 6}, {300, 1, 0, 0, 202}}));
    EXPECT_EQ(made[2].term, "c");
    EXPECT_FALSE(made[2].in_headings);
    EXPECT_EQ(read(made[2].places), (std::vector<posting>{{0, 0, 0, 1, 6}}));
    EXPECT_EQ(made[3].term, "word");
    EXPECT_EQ(read(made[3].places), (std::vector<posting>{{300, 0, 0, 200, 202}}));
}

TEST(passage_postings, given_places_cut_anywhere_when_read_then_whole_postings_only)
{
    const auto made = postings_of(
        {passage(0, "", "", "x"), passage(200, "", "", "x"), passage(70'000, "", "", "x")});
    const std::string whole = made.at(0).places;
    const auto all = read(whole);
    ASSERT_EQ(all.size(), 3U);

    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        const auto some = read(std::string_view(whole).substr(0, bytes));
        ASSERT_LT(some.size(), all.size()) << bytes;
        for (std::size_t at = 0; at < some.size(); ++at) EXPECT_EQ(some[at], all[at]) << bytes;
    }
}

TEST(passage_postings, given_bytes_that_are_no_list_when_read_then_an_end)
{
    EXPECT_TRUE(read(std::string(100, '\xff')).empty());
    EXPECT_TRUE(read("").empty());
}

found_postings found(std::size_t term, std::int64_t document,
                     const std::vector<knowledge::indexed_passage>& passages)
{
    return {term, document, postings_of(passages).at(0).places};
}

TEST(passage_scores, given_a_term_in_title_section_and_text_when_scored_then_in_that_order)
{
    const std::vector<found_postings> all{
        found(0, 1, {passage(0, "", "", "x"), passage(1, "", "x", ""), passage(2, "x", "", "")})};

    const auto best = best_passages(all, {3}, 100, 10);

    EXPECT_EQ(best, (std::vector<std::int64_t>{stored_form::passage_number(1, 2),
                                               stored_form::passage_number(1, 1),
                                               stored_form::passage_number(1, 0)}));
}

TEST(passage_scores, given_a_rare_and_a_frequent_term_when_scored_then_the_rare_one_counts_more)
{
    const std::vector<found_postings> all{found(0, 1, {passage(0, "", "", "x")}),
                                          found(1, 2, {passage(0, "", "", "x")})};

    EXPECT_EQ(best_passages(all, {50, 2}, 100, 1).front(), stored_form::passage_number(2, 0));
    EXPECT_EQ(best_passages(all, {2, 50}, 100, 1).front(), stored_form::passage_number(1, 0));
}

TEST(passage_scores, given_equals_when_scored_then_in_the_order_of_their_numbers_up_to_the_limit)
{
    const std::vector<found_postings> all{
        found(0, 2, {passage(1, "", "", "x"), passage(5, "", "", "x")}),
        found(0, 1, {passage(9, "", "", "x")})};

    EXPECT_EQ(best_passages(all, {3}, 3, 2),
              (std::vector<std::int64_t>{stored_form::passage_number(1, 9),
                                         stored_form::passage_number(2, 1)}));
}

}  // namespace
}  // namespace parlance::postgresql
