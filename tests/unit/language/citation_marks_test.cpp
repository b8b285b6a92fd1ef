#include <parlance/language/citation_marks.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parlance::language {
namespace {

/// Text and first uses in order, neighbouring text joined: "<1>" stands for a cited source.
std::string flat(const std::vector<answer_piece>& pieces)
{
    std::string all;
    for (const answer_piece& piece : pieces) {
        if (const auto* text = std::get_if<std::string>(&piece)) all += *text;
        else all += "<" + std::to_string(std::get<cited_source>(piece).number) + ">";
    }
    return all;
}

std::string passed(citation_marks& marks, const std::vector<std::string_view>& deltas)
{
    std::string all;
    for (const std::string_view delta : deltas) all += flat(marks.feed(delta));
    return all + flat(marks.finish());
}

struct example {
    std::string given;
    std::string shown;
    std::size_t dropped = 0;
};

const std::vector<example> examples{
    {"", ""},
    {"no marks", "no marks"},
    {"a [1] b", "a <1>[1] b"},
    {"a [1] b [1] c", "a <1>[1] b [1] c"},
    {"[2][1]", "<2>[2]<1>[1]"},
    {"a [9] b", "a  b", 1},
    {"a [0] b [00]", "a  b ", 2},
    {"[]", "[]"},
    {"[a] [1a] [-1] [ 1]", "[a] [1a] [-1] [ 1]"},
    {"[[1]]", "[<1>[1]]"},
    {"[1[2]", "[1<2>[2]"},
    {"[[[", "[[["},
    {"ends [1", "ends [1"},
    {"ends [", "ends ["},
    {"[12345678", "[12345678"},
    {"[12345678]", "[12345678]"},
    {"[123456]", "", 1},
    {"[1234567]", "[1234567]"},
    {"[link](x) [1](y)", "[link](x) <1>[1](y)"},
    {"é[1]€[é]😀[3]", "é<1>[1]€[é]😀<3>[3]"},
    {"] [1]] [2", "] <1>[1]] [2"},
};

TEST(citation_marks_test, given_examples_when_fed_whole_then_marks_resolve)
{
    for (const example& one : examples) {
        citation_marks marks(3);

        EXPECT_EQ(passed(marks, {one.given}), one.shown) << one.given;
        EXPECT_EQ(marks.dropped(), one.dropped) << one.given;
    }
}

TEST(citation_marks_test, given_every_split_in_three_when_fed_then_the_answer_is_the_same)
{
    for (const example& one : examples) {
        const std::string_view all = one.given;
        for (std::size_t first = 0; first <= all.size(); ++first) {
            for (std::size_t second = first; second <= all.size(); ++second) {
                citation_marks marks(3);

                const std::string shown = passed(
                    marks,
                    {all.substr(0, first), all.substr(first, second - first), all.substr(second)});

                ASSERT_EQ(shown, one.shown) << first << " " << second;
                ASSERT_EQ(marks.dropped(), one.dropped);
            }
        }
    }
}

TEST(citation_marks_test, given_a_byte_at_a_time_when_fed_then_at_most_eight_are_held_back)
{
    for (const example& one : examples) {
        citation_marks marks(3);
        std::string fed;
        std::string shown;
        for (const char letter : one.given) {
            fed += letter;
            for (const answer_piece& piece : marks.feed(std::string_view(&letter, 1))) {
                if (const auto* text = std::get_if<std::string>(&piece)) shown += *text;
            }
            if (marks.dropped() > 0) break;  // what is dropped is never shown

            ASSERT_EQ(fed.substr(0, shown.size()), shown);
            ASSERT_LE(fed.size() - shown.size(), citation_marks::held_bytes_max);
        }
    }
}

TEST(citation_marks_test, given_text_around_a_mark_when_fed_then_the_use_precedes_its_text)
{
    citation_marks marks(1);

    const std::vector<answer_piece> pieces = marks.feed("so [1] it is");

    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_EQ(std::get<std::string>(pieces[0]), "so ");
    EXPECT_EQ(std::get<cited_source>(pieces[1]).number, 1U);
    EXPECT_EQ(std::get<std::string>(pieces[2]), "[1] it is");
}

TEST(citation_marks_test, given_leading_zeros_when_fed_then_the_mark_is_shown_as_its_number)
{
    citation_marks marks(3);

    // The page finds the source by the number it reads, so the text must hold the same one.
    EXPECT_EQ(passed(marks, {"[01] [0003]"}), "<1>[1] <3>[3]");
}

TEST(citation_marks_test, given_no_sources_when_fed_then_every_number_is_dropped_and_counted)
{
    citation_marks marks(0);

    EXPECT_EQ(passed(marks, {"a[1]b[2]c"}), "abc");
    EXPECT_EQ(marks.dropped(), 2U);
}

}  // namespace
}  // namespace parlance::language
