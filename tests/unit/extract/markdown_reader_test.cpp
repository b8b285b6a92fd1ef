#include <parlance/extract/inline_marks.hpp>
#include <parlance/extract/markdown_reader.hpp>

#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

TEST(markdown_reader, given_headings_when_read_then_paths_without_the_title)
{
    const auto read = read_markdown(
        "# Guide\n\nTop\ntext.\n\n## Care ##\nWash.\n\nWax\n---\nThin.\n\n### Deep\nx\n");

    EXPECT_EQ(shown(read), "Guide\n|Top text.\nCare|Wash.\nWax|Thin.\nWax>Deep|x\n");
}

TEST(markdown_reader, given_a_table_when_read_then_rows)
{
    const auto read =
        read_markdown("| Zone | Price |\n|:--|--:|\n| 1 | **4.90** \\| net |\n| 2 | |\n\nText.\n");

    EXPECT_EQ(shown(read), "\n|Zone: 1; Price: 4.90 | net\nZone: 2\n\nText.\n");
}

TEST(markdown_reader, given_lists_when_read_then_an_item_a_line)
{
    const auto read = read_markdown("- one\n  goes on\n* [x] two\n1. three\n\nEnd.\n");

    EXPECT_EQ(shown(read), "\n|one goes on\ntwo\n1. three\n\nEnd.\n");
}

TEST(markdown_reader, given_code_quotes_and_comments_when_read_then_their_text)
{
    const auto read = read_markdown(
        "> quoted *word*\n\n```cpp\n# no heading\n**kept**\n```\n<!-- not\nthis -->\nend\n");

    EXPECT_EQ(shown(read), "\n|quoted word\n\n# no heading\n**kept**\n\nend\n");
}

TEST(markdown_reader, given_front_matter_when_read_then_its_title)
{
    EXPECT_EQ(shown(read_markdown("---\ntitle: \"House rules\"\ntags: x\n---\nBe kind.\n")),
              "House rules\n|Be kind.\n");
}

TEST(markdown_reader, given_headings_without_text_when_read_then_none_is_lost)
{
    EXPECT_EQ(shown(read_markdown("# A\n## B\n## C\ntext\n")), "A\n|B\nC|text\n");
    EXPECT_EQ(shown(read_markdown("# Only\n")), "Only\n|Only\n");
}

TEST(inline_marks, given_marks_when_taken_out_then_words_stay)
{
    EXPECT_EQ(without_inline_marks("**bold** and *it*, __b__ _i_ ~~gone~~ `co*de*`"),
              "bold and it, b i gone co*de*");
    EXPECT_EQ(without_inline_marks("[text](http://x \"t\") ![a map](m.png) [r][1] <http://y.z>"),
              "text a map r http://y.z");
    EXPECT_EQ(without_inline_marks("a<br>b <b>c</b> &amp; &nbsp;d"), "a b c &  d");
}

TEST(inline_marks, given_letters_that_only_look_like_marks_when_taken_out_then_kept)
{
    EXPECT_EQ(without_inline_marks("2 * 3 * 4, snake_case_name, 5 < 6 > 4, \\*x\\*, [1], a ~ b"),
              "2 * 3 * 4, snake_case_name, 5 < 6 > 4, *x*, [1], a ~ b");
    EXPECT_EQ(without_inline_marks("*open and `open and [open"), "*open and `open and [open");
}

}  // namespace
}  // namespace parlance::extract
