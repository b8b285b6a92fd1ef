#include <parlance/extract/read_document.hpp>

#include "office_files.hpp"
#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

std::string read(const std::vector<std::string>& slides, std::vector<zip_part> more = {})
{
    return shown(read_document("a.pptx", pptx_of(slides, std::move(more))));
}

TEST(pptx_reader, given_slides_when_read_then_pages_under_their_titles)
{
    EXPECT_EQ(
        read({slide_shape("ctrTitle", {"Review"}) + slide_shape("subTitle", {"By us"}),
              slide_shape("body", {"Up 7 percent", "Down 2"}) + slide_shape("title", {"Sales"}) +
                  slide_shape("sldNum", {"2"}) + slide_shape("ftr", {"Internal"})}),
        "Review\n1:|By us\n2:Sales|Up 7 percent\nDown 2\n");
}

TEST(pptx_reader, given_a_hidden_slide_when_read_then_left_out_but_counted)
{
    EXPECT_EQ(read({"<p:sld xmlns:p=\"urn:p\" xmlns:a=\"urn:a\" show=\"0\">" +
                        slide_shape("title", {"secret"}) + "</p:sld>",
                    slide_shape("title", {"Open"}) + slide_shape("", {"Text"})}),
              "Open\n2:|Text\n");
}

TEST(pptx_reader, given_notes_when_read_then_marked)
{
    const std::string notes = "<n>" + slide_shape("sldImg", {}) +
                              slide_shape("body", {"Say thanks.", "Then go on."}) +
                              slide_shape("sldNum", {"1"}) + "</n>";

    EXPECT_EQ(read({slide_shape("title", {"A"}), slide_shape("title", {"End"})},
                   {{"ppt/notesSlides/notesSlide2.xml",
                     "<x xmlns:p=\"urn:p\" xmlns:a=\"urn:a\">" + notes + "</x>"},
                    {"ppt/notesSlides/notesSlide1.xml", "<x/>"}}),
              "A\n2:End|Notes: Say thanks.\nThen go on.\n");
}

TEST(pptx_reader, given_a_table_when_read_then_rows_with_headers)
{
    const auto cell = [](std::string_view text, std::string_view attributes = {}) {
        return "<a:tc" + std::string(attributes) + "><a:txBody><a:p><a:r><a:t>" +
               std::string(text) + "</a:t></a:r></a:p></a:txBody></a:tc>";
    };
    EXPECT_EQ(read({slide_shape("title", {"T"}) +
                    "<p:graphicFrame><a:tbl><a:tblPr firstRow=\"1\"/><a:tr>" + cell("Store") +
                    cell("Sales") + "</a:tr><a:tr>" + cell("Ely", " rowSpan=\"2\"") + cell("5") +
                    "</a:tr><a:tr>" + cell("", " vMerge=\"1\"") + cell("6") +
                    "</a:tr></a:tbl></p:graphicFrame>"}),
              "T\n1:|Store: Ely; Sales: 5\nStore: Ely; Sales: 6\n");
}

TEST(pptx_reader, given_a_hidden_shape_when_read_then_left_out)
{
    std::string shape = slide_shape("", {"secret"});
    shape.replace(shape.find("name="), 0, "hidden=\"1\" ");

    EXPECT_EQ(read({shape + slide_shape("", {"Seen"})}), "\n1:|Seen\n");
}

}  // namespace
}  // namespace parlance::extract
