#include <parlance/app/commands/columns.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/progress_bar.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::app {
namespace {

TEST(columns, given_cells_of_other_widths_when_shown_then_columns_begin_at_the_same_place)
{
    const std::string table = columns({{"ID", "FILE"}, {"1", "a.md"}, {"1234", "Ångström.pdf"}});

    EXPECT_EQ(table, "ID    FILE\n1     a.md\n1234  Ångström.pdf\n");
}

TEST(columns, given_letters_of_several_bytes_when_shown_then_width_is_in_characters)
{
    EXPECT_EQ(columns({{"é", "x"}, {"ab", "y"}}), "é   x\nab  y\n");
}

TEST(columns, given_a_cell_that_would_leave_its_line_when_shown_then_it_stays)
{
    EXPECT_EQ(columns({{"a\nready", "x\x1B[2J"}}), "a\uFFFDready  x\uFFFD[2J\n");
}

TEST(columns, given_no_rows_when_shown_then_nothing)
{
    EXPECT_EQ(columns({}), "");
}

TEST(progress_line, given_a_quarter_done_when_shown_then_a_quarter_of_the_bar_is_full)
{
    const std::string line = progress_line("Reading", {1, 4}, "a.md", 80);

    EXPECT_EQ(line, "Reading 1 of 4 ██████░░░░░░░░░░░░░░░░░░  a.md");
}

TEST(progress_line, given_a_narrow_terminal_when_shown_then_the_name_is_cut_at_a_character)
{
    const std::string line = progress_line("Reading", {4, 4}, "ééééééééééééééé.md", 50);

    EXPECT_EQ(line, "Reading 4 of 4 ████████████████████████  ééééééé…");
}

TEST(progress_line, given_a_name_that_is_no_text_when_shown_then_it_is_left_out)
{
    EXPECT_EQ(progress_line("Sending", {0, 1}, "\xFF", 80),
              "Sending 0 of 1 ░░░░░░░░░░░░░░░░░░░░░░░░");
}

TEST(path_part, given_anything_but_plain_letters_when_put_in_a_path_then_it_is_encoded)
{
    EXPECT_EQ(path_part("01a2-b.c_d"), "01a2-b.c_d");
    EXPECT_EQ(path_part("../x?y=é"), "..%2Fx%3Fy%3D%C3%A9");
}

}  // namespace
}  // namespace parlance::app
