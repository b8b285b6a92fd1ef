#include <parlance/extract/read_document.hpp>

#include "office_files.hpp"
#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

std::string read(std::string_view body, std::vector<zip_part> more = {})
{
    return shown(read_document("a.docx", docx_of(body, std::move(more))));
}

std::string cell(std::string_view text, std::string_view properties = {})
{
    return "<w:tc><w:tcPr>" + std::string(properties) + "</w:tcPr>" + word_paragraph("", text) +
           "</w:tc>";
}

std::string row(const std::vector<std::string>& cells, std::string_view properties = {})
{
    std::string all = "<w:tr><w:trPr>" + std::string(properties) + "</w:trPr>";
    for (const std::string& one : cells) all += one;
    return all + "</w:tr>";
}

TEST(docx_reader, given_styles_when_read_then_headings_by_name_level_and_base)
{
    EXPECT_EQ(read(word_paragraph("Title", "Plan") + word_paragraph("Heading1", "One") +
                   word_paragraph("berschrift2", "Zwei") + word_paragraph("", "Text.") +
                   word_paragraph("Eigene", "Three") + word_paragraph("", "More.")),
              "Plan\nOne>Zwei|Text.\nThree|More.\n");
}

TEST(docx_reader, given_tracked_changes_when_read_then_the_text_as_accepted)
{
    EXPECT_EQ(read("<w:p><w:r><w:t>Pay </w:t></w:r><w:del><w:r><w:delText>50</w:delText></w:r>"
                   "</w:del><w:ins><w:r><w:t>60</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t>"
                   "</w:r></w:moveFrom><w:commentReference w:id=\"1\"/></w:p>",
                   {{"word/comments.xml", "<c><w:t>secret</w:t></c>"}}),
              "\n|Pay 60\n");
}

TEST(docx_reader, given_hidden_text_when_read_then_left_out)
{
    EXPECT_EQ(read("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:rPr><w:vanish "
                   "w:val=\"0\"/></w:rPr><w:t>yes</w:t></w:r></w:p>" +
                   word_paragraph("Hidden", "no") + word_paragraph("TOC1", "Contents 3")),
              "\n|yes\n");
}

TEST(docx_reader, given_a_table_when_read_then_rows_that_can_be_read_alone)
{
    const std::string table =
        "<w:tbl>" + row({cell("City"), cell("Day"), cell("Opens")}, "<w:tblHeader/>") +
        row({cell("Ely", "<w:vMerge w:val=\"restart\"/>"), cell("Mon"), cell("9")}) +
        row({cell("", "<w:vMerge/>"), cell("Tue"), cell("10")}) +
        row({cell("gone"), cell("gone"), cell("gone")}, "<w:del/>") +
        row({cell("All", "<w:gridSpan w:val=\"2\"/>"), cell("11")}) + "</w:tbl>";

    EXPECT_EQ(read(table),
              "\n|City: Ely; Day: Mon; Opens: 9\nCity: Ely; Day: Tue; Opens: 10\n"
              "City: All; Opens: 11\n");
}

TEST(docx_reader, given_a_table_in_a_cell_when_read_then_its_rows_are_the_value)
{
    EXPECT_EQ(read("<w:tbl>" + row({cell("Name"), cell("Kind"), cell("Sizes")}) +
                   row({cell("Boot"), cell("shoe"),
                        "<w:tc><w:tbl>" + row({cell("S"), cell("38")}) +
                            row({cell("L"), cell("44")}) + "</w:tbl><w:p/></w:tc>"}) +
                   "</w:tbl>"),
              "\n|Name: Boot; Kind: shoe; Sizes: S; 38 / L; 44\n");
}

TEST(docx_reader, given_a_table_that_only_places_things_when_read_then_headings_count)
{
    EXPECT_EQ(read("<w:tbl>" +
                   row({"<w:tc>" + word_paragraph("Heading1", "News") +
                        word_paragraph("", "We open.") + "</w:tc>"}) +
                   "</w:tbl>"),
              "News\n|We open.\n");
}

TEST(docx_reader, given_lists_when_read_then_numbered_as_shown)
{
    const auto item = [](std::string_view list, std::string_view level, std::string_view text) {
        return "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" + std::string(level) +
               "\"/><w:numId w:val=\"" + std::string(list) + "\"/></w:numPr></w:pPr><w:r><w:t>" +
               std::string(text) + "</w:t></w:r></w:p>";
    };
    const zip_part numbering{
        "word/numbering.xml",
        "<n><abstractNum abstractNumId=\"7\"><lvl ilvl=\"0\"><start val=\"1\"/><numFmt "
        "val=\"decimal\"/></lvl><lvl ilvl=\"1\"><numFmt val=\"lowerLetter\"/></lvl></abstractNum>"
        "<abstractNum abstractNumId=\"8\"><lvl ilvl=\"0\"><numFmt val=\"bullet\"/></lvl>"
        "</abstractNum><num numId=\"1\"><abstractNumId val=\"7\"/></num><num numId=\"2\">"
        "<abstractNumId val=\"8\"/></num></n>"};

    EXPECT_EQ(read(item("1", "0", "Open") + item("1", "1", "door") + item("1", "1", "till") +
                       item("1", "0", "Close") + item("2", "0", "Point"),
                   {numbering}),
              "\n|1. Open\na. door\nb. till\n2. Close\nPoint\n");
}

TEST(docx_reader, given_notes_and_margins_when_read_then_each_once)
{
    EXPECT_EQ(
        read("<w:p><w:r><w:t>Text.</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>" +
                 word_paragraph("Heading1", "End") + word_paragraph("", "Last."),
             {{"word/footnotes.xml",
               "<f><footnote type=\"separator\" id=\"0\"><p><r><t>no</t></r></p></footnote>"
               "<footnote id=\"2\"><p><r><t>See page 9.</t></r></p></footnote></f>"},
              {"word/header1.xml", "<h><p><r><t>Internal</t></r></p></h>"},
              {"word/footer1.xml", "<h><p><r><t>Internal</t></r></p><p><r><t>12</t></r></p></h>"}}),
        "End\n|Text.\n\nNote: See page 9.\n|Last.\n|Internal\n");
}

TEST(docx_reader, given_a_text_box_when_read_then_once)
{
    EXPECT_EQ(read("<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>" +
                   word_paragraph("", "In the box.") +
                   "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox>" +
                   word_paragraph("", "In the box.") +
                   "</v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around.</w:t>"
                   "</w:r></w:p>"),
              "\n|In the box.\n\nAround.\n");
}

TEST(docx_reader, given_a_field_and_a_break_when_read_then_what_is_shown)
{
    EXPECT_EQ(read("<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>up</w:t>"
                   "<w:noBreakHyphen/><w:t>to</w:t><w:tab/><w:t>5</w:t><w:br/><w:t>next</w:t></w:r>"
                   "</w:p>"),
              "\n|up-to 5\nnext\n");
}

}  // namespace
}  // namespace parlance::extract
