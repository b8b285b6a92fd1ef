#include "hostile_table.hpp"
#include "office_files.hpp"

#include <parlance/extract/extract_limits.hpp>

namespace parlance::extract {
namespace {

constexpr const char* empty = "Empty: there is nothing to read.";
constexpr const char* damaged = "The file is damaged or was cut off.";

std::string hidden_sheets()
{
    return xlsx_of({{"A\" state=\"hidden", sheet_row(1, {"secret"})},
                    {"B\" state=\"veryHidden", sheet_row(1, {"secret"})}});
}

std::string many_cells()
{
    // Different numbers, so that it is not refused as a bomb.
    std::string sheet = "<sheetData><row>";
    for (std::size_t at = 0; at <= limits::cells_max; ++at) {
        sheet += "<c><v>" + std::to_string(at * 7'919) + "</v></c>";
        if (at % 1'000 == 999) sheet += "</row><row>";
    }
    return xlsx_of({{"S", sheet + "</row></sheetData>"}});
}

}  // namespace

std::vector<hostile_file> hostile_office_files()
{
    return {
        {"hidden sheets only", "hidden.xlsx", hidden_sheets, empty, ""},
        {"hidden slides only", "hidden.pptx",
         [] { return pptx_of({"<p:sld xmlns:p=\"urn:p\" show=\"0\"><p:t>secret</p:t></p:sld>"}); },
         empty, ""},
        {"deleted text only", "deleted.docx",
         [] {
             return docx_of("<w:p><w:del><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>");
         },
         empty, ""},
        {"more cells than the limit", "cells.xlsx", many_cells,
         "The file has more cells than can be read.", ""},
        {"one sheet more than the limit", "sheets.xlsx",
         [] {
             std::vector<std::pair<std::string, std::string>> sheets(limits::sheets_max + 1,
                                                                     {"S", sheet_row(1, {"a"})});
             return xlsx_of(sheets);
         },
         "The file has more sheets than can be read.", ""},
        {"cells beyond the last column and row", "far.xlsx",
         [] {
             return xlsx_of({{"S",
                              "<row r=\"99999999\"><c r=\"ZZZZZZ99999999\"><v>7</v></c>"
                              "<c r=\"-1\"><v>8</v></c></row>"}});
         },
         "", "S|"},
        {"a cell merged over the whole sheet", "merged.xlsx",
         [] {
             return xlsx_of(
                 {{"S", sheet_row(1, {"all"}) +
                            "<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"}});
         },
         "", "S|all"},
        {"a text that is not in the list of texts", "index.xlsx",
         [] {
             return xlsx_of({{"S",
                              "<row><c t=\"s\"><v>99</v></c><c t=\"s\"><v>-1</v></c><c><v>5"
                              "</v></c></row>"}});
         },
         "", "S|5"},
        {"a number format without end", "format.xlsx",
         [] {
             return xlsx_of(
                 {{"S", "<row><c s=\"0\"><v>1.5</v></c></row>"}},
                 {{"xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"" +
                                        repeated("[$", 200) + repeated("&quot;\\", 100) +
                                        "\"/></numFmts><cellXfs><xf numFmtId=\"164\"/></cellXfs>"
                                        "</styleSheet>"}});
         },
         "", "S|1.5"},
        {"a date of the year 9,999,999", "date.xlsx",
         [] {
             return xlsx_of(
                 {{"S", "<row><c s=\"0\"><v>1e300</v></c><c s=\"0\"><v>-5</v></c></row>"}},
                 {{"xl/styles.xml",
                   "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs>"
                   "</styleSheet>"}});
         },
         "", "1e+300"},
        {"styles that are based on each other", "circle.docx",
         [] {
             return docx_of(word_paragraph("A", "A line."),
                            {{"word/styles.xml",
                              "<s><style styleId=\"A\"><basedOn val=\"B\"/></style><style "
                              "styleId=\"B\"><basedOn val=\"A\"/></style></s>"}});
         },
         "", "|A line."},
        {"columns that span a million others", "spans.docx",
         [] {
             return docx_of(
                 "<w:tbl>" +
                 repeated("<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"99999999\"/></w:tcPr>" +
                              word_paragraph("", "x") + "</w:tc></w:tr>",
                          2'000) +
                 "</w:tbl>");
         },
         "", "x"},
        {"tables in tables", "tables.docx",
         [] {
             return docx_of(repeated("<w:tbl><w:tr><w:tc>", 60) + word_paragraph("", "inside") +
                            repeated("</w:tc></w:tr></w:tbl>", 60));
         },
         "", "inside"},
        {"parts that belong to no table", "loose.docx",
         [] {
             return docx_of(
                 "<w:tc/><w:tr/><w:tbl><w:p/><w:tr/><w:tc><w:p><w:r><w:t>a</w:t></w:r>"
                 "</w:p></w:tc></w:tbl>" +
                 word_paragraph("", "A line."));
         },
         "", "A line."},
        {"one slide more than the limit", "slides.pptx",
         [] {
             std::string list = "<p xmlns:r=\"urn:r\">";
             for (std::size_t at = 0; at <= limits::pages_max; ++at) list += "<sldId r:id=\"x\"/>";
             return pptx_of({}, {{"ppt/presentation.xml", list + "</p>"}});
         },
         "The file has more slides than can be read.", ""},
        {"a slide that is not there", "missing.pptx",
         [] {
             return pptx_of({}, {{"ppt/presentation.xml",
                                  "<p xmlns:r=\"urn:r\"><sldId "
                                  "r:id=\"rId9\"/></p>"}});
         },
         empty, ""},
        {"a slide outside of the file", "outside.pptx",
         [] {
             return pptx_of({slide_shape("", {"x"})},
                            {{"ppt/_rels/presentation.xml.rels",
                              "<R><Relationship Id=\"rId1\" Type=\"t/slide\" "
                              "Target=\"../../../../etc/passwd\"/>"
                              "</R>"}});
         },
         damaged, ""}};
}

}  // namespace parlance::extract
