#include <parlance/extract/html_reader.hpp>

#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

TEST(html_reader, given_headings_when_read_then_paths_without_the_title)
{
    const auto read = read_html(
        "<title>Guide</title><h1>Guide</h1><p>Top.</p><h2>Care</h2><p>Wash.</p>"
        "<h3>Wax</h3><p>Thin.</p><h2>Store</h2><p>Dry.</p>");

    EXPECT_EQ(shown(read), "Guide\n|Top.\nCare|Wash.\nCare>Wax|Thin.\nStore|Dry.\n");
}

TEST(html_reader, given_a_table_when_read_then_rows_that_can_be_read_alone)
{
    const auto read = read_html(
        "<table><thead><tr><th>When<th>Task</tr></thead><tr><td>Day 1<td>Badge,\n tour"
        "<tr><td><p>Day 2</p><td>Till</table>");

    EXPECT_EQ(shown(read), "\n|When: Day 1; Task: Badge, tour\nWhen: Day 2; Task: Till\n");
}

TEST(html_reader, given_cells_over_rows_and_columns_when_read_then_each_row_has_its_values)
{
    const auto read = read_html(
        "<table><tr><th>City<th>Day<th>Open</tr><tr><td rowspan=2>Ely<td>Mon<td>9</tr>"
        "<tr><td>Tue<td>10</tr><tr><td colspan=2>All<td>11</tr></table>");

    EXPECT_EQ(shown(read),
              "\n|City: Ely; Day: Mon; Open: 9\nCity: Ely; Day: Tue; Open: 10\n"
              "City: All; Open: 11\n");
}

TEST(html_reader, given_a_table_of_headers_and_values_when_read_then_pairs)
{
    EXPECT_EQ(shown(read_html("<table><tr><th>Price</th><td>5</td></tr></table>")),
              "\n|Price: 5\n");
    EXPECT_EQ(shown(read_html("<table><tr><th>Only<th>Names</tr></table>")), "\n|Only; Names\n");
}

TEST(html_reader, given_a_layout_table_when_read_then_headings_count)
{
    const auto read = read_html(
        "<table><tr><td>Menu</td><td><h2>News</h2><p>We open.</p><table><tr><td>a</td><td>b</td>"
        "</tr></table></td></tr></table>");

    EXPECT_EQ(shown(read), "News\n|Menu\n|We open.\n\na; b\n");
}

TEST(html_reader, given_lists_when_read_then_an_item_a_line)
{
    const auto read =
        read_html("<p>Steps</p><ol><li>Open <b>it</b><li><p>Close it</p></ol><ul><li>One</ul>");

    EXPECT_EQ(shown(read), "\n|Steps\n\n1. Open it\n2. Close it\nOne\n");
}

TEST(html_reader, given_hidden_parts_when_read_then_left_out)
{
    const auto read = read_html(
        "<style>p{}</style><script>var a='<p>no</p>';</script><p hidden>no</p>"
        "<div style='Display : NONE'>no<p>no</p></div><template>no</template><del>no</del>"
        "<noscript>no</noscript><!-- no --><p>yes &amp; 18&nbsp;EUR</p>");

    EXPECT_EQ(shown(read), "\n|yes & 18 EUR\n");
}

TEST(html_reader, given_breaks_and_inline_marks_when_read_then_words_stay_whole)
{
    EXPECT_EQ(shown(read_html("<p>un<b>break</b>able<br>next\nline</p>")),
              "\n|unbreakable\nnext line\n");
    EXPECT_EQ(shown(read_html("<pre>a\n  b</pre>")), "\n|a\nb\n");
}

TEST(html_reader, given_another_encoding_when_declared_then_decoded)
{
    const auto read = read_html("<meta charset=\"iso-8859-2\"><p>\xA3\xF3\x64\xBC</p>");

    EXPECT_EQ(shown(read), "\n|Łódź\n");
}

TEST(html_reader, given_utf8_when_another_encoding_is_declared_then_the_bytes_win)
{
    const auto read = read_html("<meta charset=\"iso-8859-1\"><p>Größe</p>");

    EXPECT_EQ(shown(read), "\n|Größe\n");
}

TEST(html_reader, given_an_external_entity_when_read_then_nothing_is_loaded)
{
    const auto read =
        read_html("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><p>a &x; b</p>");

    ASSERT_TRUE(read);
    EXPECT_NE(shown(read).find("&x;"), std::string::npos) << shown(read);
}

}  // namespace
}  // namespace parlance::extract
