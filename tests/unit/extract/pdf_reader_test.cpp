#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/pdf_reader.hpp>

#include "office_files.hpp"
#include "shown.hpp"
#include "worker_run.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

/// Through the worker and pdftotext.
std::string read(const std::vector<std::vector<std::string>>& pages, std::string_view title = {})
{
    const worker_end end = run_worker("a.pdf", pdf_of(pages, title));
    return end.exit_code == 0 ? texts_in(end.reply) : "refused: " + end.message;
}

TEST(pdf_reader, given_pages_when_read_then_each_has_its_number_and_section)
{
    EXPECT_EQ(
        read({{"# Leave", "There are 29 days."}, {"They can be carried over."}, {"# Pay", "Soon."}},
             "Employee handbook"),
        "Employee handbook\n1:Leave|There are 29 days.\n2:Leave|They can be carried over.\n"
        "3:Pay|Soon.\n");
}

TEST(pdf_reader, given_a_title_that_names_a_file_when_read_then_the_first_heading)
{
    EXPECT_EQ(read({{"# Leave", "There are 29 days."}}, "Microsoft Word - plan.docx"),
              "Leave\n1:|There are 29 days.\n");
}

TEST(pdf_reader, given_divided_words_when_read_then_whole)
{
    EXPECT_EQ(read({{"This line of text is long enough and ends with a divi-",
                     "ded word, while this one ends with the word e-mail and more", "of it."}}),
              "\n1:|This line of text is long enough and ends with a divided word, while this one "
              "ends with the word e-mail and more of it.\n");
}

TEST(pdf_reader, given_running_titles_when_read_then_left_out)
{
    std::vector<std::vector<std::string>> pages;
    for (const char* text : {"Ash is pale.", "Oak is hard.", "Elm is rare.", "Yew is old."}) {
        const std::string number = std::to_string(pages.size() + 1);
        pages.push_back({text, "@72 800 Woods of the north", "@290 30 Page " + number + " of 4"});
    }

    EXPECT_EQ(read(pages), "\n1:|Ash is pale.\n2:|Oak is hard.\n3:|Elm is rare.\n4:|Yew is old.\n");
}

TEST(pdf_reader, given_a_table_when_read_then_rows_with_headers)
{
    std::vector<std::string> lines{"The prices of this year:"};
    const std::vector<std::vector<std::string>> rows{
        {"Article", "Price", "Stock"}, {"Tent", "349", "12"}, {"Pot", "49", "156"}};
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            lines.push_back("@" + std::to_string(72 + 120 * column) + " " +
                            std::to_string(700 - 20 * row) + " " + rows[row][column]);
        }
    }

    EXPECT_EQ(read({lines}),
              "\n1:|The prices of this year:\n\nArticle: Tent; Price: 349; Stock: 12\n"
              "Article: Pot; Price: 49; Stock: 156\n");
}

class output_without_end : public pdf_program {
public:
    outcome run(std::string_view /*bytes*/,
                const std::function<bool(std::string_view)>& take) override
    {
        const std::string page =
            "<page width=\"9\" height=\"9\">\n<line xMin=\"1\">\n<word xMin=\"1\">" +
            std::string(500'000, 'x') + "</word>\n";
        while (take(page)) ++pages;
        return {ending::killed, {}};
    }

    std::size_t pages = 0;
};

TEST(pdf_reader, given_more_text_than_the_limit_when_read_then_refused)
{
    output_without_end program;

    EXPECT_EQ(shown(read_pdf("%PDF-1.4", program)),
              "refused: The file holds more text than can be read.");
    EXPECT_LT(program.pages, limits::pages_max);
}

}  // namespace
}  // namespace parlance::extract
