#include <parlance/extract/number_format.hpp>
#include <parlance/extract/read_document.hpp>

#include "office_files.hpp"
#include "shown.hpp"

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

std::string read(const std::string& sheet, std::vector<zip_part> more = {})
{
    return shown(read_document("a.xlsx", xlsx_of({{"S", sheet}}, std::move(more))));
}

TEST(xlsx_reader, given_sheets_when_read_then_sections_in_their_order)
{
    EXPECT_EQ(shown(read_document("a.xlsx",
                                  xlsx_of({{"Prices &amp; more", sheet_row(1, {"Name", "Price"}) +
                                                                     sheet_row(2, {"Tent", "349"})},
                                           {"Hidden\" state=\"hidden", sheet_row(1, {"secret"})},
                                           {"Empty", ""},
                                           {"Notes", sheet_row(1, {"Only text here"})}}))),
              "\nPrices & more|Name: Tent; Price: 349\nNotes|Only text here\n");
}

TEST(xlsx_reader, given_values_of_all_kinds_when_read_then_as_shown)
{
    const std::string styles =
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"#,##0.00 &quot;EUR&quot;\"/>"
        "</numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
        "<xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
    const std::string strings =
        "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si>"
        "</sst>";

    EXPECT_EQ(read("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c s=\"1\"><v>45657</v></c>"
                   "<c s=\"2\"><v>0.125</v></c><c s=\"3\"><v>1234.5</v></c><c t=\"b\"><v>1</v></c>"
                   "<c t=\"e\"><v>#N/A</v></c><c><f>A1*2</f><v>0.30000000000000004</v></c>"
                   "<c t=\"str\"><f>A1</f><v>made</v></c><c><v>123456789012</v></c></row>",
                   {{"xl/styles.xml", styles}, {"xl/sharedStrings.xml", strings}}),
              "\nS|plain; rich; 2024-12-31; 12.50%; 1,234.50 EUR; TRUE; #N/A; 0.3; made; "
              "123456789012\n");
}

TEST(xlsx_reader, given_merged_cells_when_read_then_each_row_has_the_value)
{
    EXPECT_EQ(read(sheet_row(1, {"City", "Day", "Opens"}) + sheet_row(2, {"Ely", "Mon", "9"}) +
                   sheet_row(3, {"", "Tue", "10"}) + sheet_row(4, {"All", "", "11"}) +
                   "<mergeCells><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"A4:B4\"/></mergeCells>"),
              "\nS|City: Ely; Day: Mon; Opens: 9\nCity: Ely; Day: Tue; Opens: 10\n"
              "City: All; Opens: 11\n");
}

TEST(xlsx_reader, given_hidden_rows_and_columns_when_read_then_left_out)
{
    std::string hidden = sheet_row(2, {"secret", "1", "2"});
    hidden.replace(hidden.find(" r="), 0, " hidden=\"1\"");

    EXPECT_EQ(read("<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols>" +
                   sheet_row(1, {"Name", "Cost", "Price"}) + hidden +
                   sheet_row(3, {"Tent", "100", "349"})),
              "\nS|Name: Tent; Price: 349\n");
}

TEST(xlsx_reader, given_several_tables_when_read_then_each_has_its_headers)
{
    EXPECT_EQ(
        read(sheet_row(1, {"Prices of 2024"}) + sheet_row(2, {"Name", "Price"}) +
             sheet_row(3, {"Tent", "349"}) + sheet_row(6, {"Store", "City", "Phone"}) +
             sheet_row(7, {"Old Mill", "Ely", "555"}) + sheet_row(8, {"All prices with tax."})),
        "\nS|Prices of 2024\nName: Tent; Price: 349\n\nStore: Old Mill; City: Ely; Phone: 555\n"
        "All prices with tax.\n");
}

TEST(xlsx_reader, given_a_filter_over_two_columns_of_words_when_read_then_the_header_is_known)
{
    const std::string rows = sheet_row(1, {"Word", "Wort"}) + sheet_row(2, {"tent", "Zelt"});

    EXPECT_EQ(read(rows), "\nS|Word; Wort\ntent; Zelt\n");
    EXPECT_EQ(read(rows + "<autoFilter ref=\"A1:B2\"/>"), "\nS|Word: tent; Wort: Zelt\n");
}

TEST(number_format, given_codes_when_formatted_then_as_a_sheet_shows_them)
{
    const auto shown_as = [](double value, std::string_view code) {
        return formatted_number(value, code, date_epoch::from_1900);
    };
    EXPECT_EQ(shown_as(1234567.891, "#,##0.0"), "1,234,567.9");
    EXPECT_EQ(shown_as(0.5, "0%"), "50%");
    EXPECT_EQ(shown_as(-3, "0.00;(0.00)"), "(3.00)");
    EXPECT_EQ(shown_as(-3, "0.00"), "-3.00");
    EXPECT_EQ(shown_as(7, "000"), "007");
    EXPECT_EQ(shown_as(1.5, "0.##"), "1.5");
    EXPECT_EQ(shown_as(1500000, "0.0,,\" M\""), "1.5 M");
    EXPECT_EQ(shown_as(12, "[$€-407] #,##0"), "€ 12");
    EXPECT_EQ(shown_as(45657.75, "dd.mm.yyyy hh:mm"), "31.12.2024 18:00");
    EXPECT_EQ(shown_as(45657, "d mmmm yyyy"), "31 December 2024");
    EXPECT_EQ(shown_as(45657, "dddd"), "Tuesday");
    EXPECT_EQ(shown_as(0.75, "h:mm AM/PM"), "6:00 PM");
    EXPECT_EQ(shown_as(1.5, "[h]:mm"), "36:00");
    EXPECT_EQ(shown_as(59, "yyyy-mm-dd"), "1900-02-28");
    EXPECT_EQ(shown_as(61, "yyyy-mm-dd"), "1900-03-01");
    EXPECT_EQ(formatted_number(0, "yyyy-mm-dd", date_epoch::from_1904), "1904-01-01");
    EXPECT_EQ(shown_as(0.25, "# ?/?"), "0.25");
    EXPECT_EQ(shown_as(5, "General"), "5");
    EXPECT_EQ(shown_as(5, ""), "5");
}

}  // namespace
}  // namespace parlance::extract
