#include <parlance/extract/json_reader.hpp>
#include <parlance/extract/rst_reader.hpp>
#include <parlance/extract/source_reader.hpp>
#include <parlance/extract/xml_reader.hpp>

#include "shown.hpp"

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

namespace parlance::extract {
namespace {

TEST(xml_reader, given_records_when_read_then_a_line_each)
{
    EXPECT_EQ(shown(read_xml("<all><item id='3'><name>Tent</name><price currency='EUR'>349</price>"
                             "<tags><tag>a</tag><tag>b</tag></tags></item><item id='4'>"
                             "<name>Pot</name></item></all>")),
              "\n|id: 3; name: Tent; price: 349; price currency: EUR; tags tag: a, b\n"
              "id: 4; name: Pot\n");
}

TEST(xml_reader, given_a_document_when_read_then_sections_and_sentences)
{
    EXPECT_EQ(shown(read_xml("<article><title>Guide</title><section><title>Care</title>"
                             "<para>Dry <b>it</b> well.</para><section><title>Seams</title>"
                             "<para>Seal them.</para></section></section></article>")),
              "Guide\nCare|Dry it well.\nCare>Seams|Seal them.\n");
}

TEST(xml_reader, given_another_encoding_when_declared_then_decoded)
{
    EXPECT_EQ(shown(read_xml("<?xml version='1.0' encoding='ISO-8859-2'?><a>\xA3\xF3\x64\xBC</a>")),
              "\n|Łódź\n");
}

TEST(json_reader, given_an_object_when_read_then_a_line_of_names_and_values)
{
    EXPECT_EQ(shown(read_json(R"({"name":"Tent","price":1.50,"in":{"town":"Ely"},"tags":["x","y"],)"
                              R"("open":true,"none":null})")),
              "\n|name: Tent; price: 1.50; in town: Ely; tags: x, y; open: true\n");
}

TEST(json_reader, given_lists_of_objects_when_read_then_sections)
{
    EXPECT_EQ(shown(read_json(R"({"title":"All","stores":[{"city":"Ely"},{"city":"Bath"}],)"
                              R"("people":[{"name":"Ada"}],"note":"end"})")),
              "All\n|title: All\nstores|city: Ely\ncity: Bath\npeople|name: Ada\n|note: end\n");
}

TEST(json_reader, given_a_value_a_line_when_read_then_lines)
{
    EXPECT_EQ(shown(read_json_lines("{\"a\":1}\n\n{\"a\":2}\n")), "\n|a: 1\na: 2\n");
    EXPECT_EQ(shown(read_json_lines("{\"a\":1}\n{\"a\"\n")),
              "refused: The JSON is broken at line 2.");
}

TEST(rst_reader, given_titles_when_read_then_levels_in_the_order_of_their_marks)
{
    EXPECT_EQ(shown(read_rst("=====\nGuide\n=====\n\nIntro.\n\nCare\n----\n\nDry it.\n\nSeams\n"
                             "~~~~~\n\nSeal.\n\nStore\n-----\n\nLoose.\n")),
              "Guide\n|Intro.\nCare|Dry it.\nCare>Seams|Seal.\nStore|Loose.\n");
}

TEST(rst_reader, given_inline_marks_when_read_then_as_people_read_it)
{
    EXPECT_EQ(shown(read_rst("See ``code``, *this*, **that**, :ref:`care <x>` and `a link "
                             "<https://x.example>`_ of name_ with 2*3*4.")),
              "\n|See code, this, that, care and a link of name with 2*3*4.\n");
}

TEST(rst_reader, given_tables_when_read_then_rows_with_headers)
{
    EXPECT_EQ(
        shown(read_rst("+------+-------+\n| Name | Price |\n+======+=======+\n| Tent | 349   |\n"
                       "+------+-------+\n")),
        "\n|Name: Tent; Price: 349\n");
    EXPECT_EQ(shown(read_rst("=====  =====\nGröße  Preis\n=====  =====\ngroß   349\nklein  49\n"
                             "=====  =====\n")),
              "\n|Größe: groß; Preis: 349\nGröße: klein; Preis: 49\n");
    EXPECT_EQ(
        shown(read_rst(".. list-table:: Prices\n   :header-rows: 1\n\n   * - Name\n     - Price\n"
                       "   * - Tent\n     - 349\n")),
        "\n|Prices\n\nName: Tent; Price: 349\n");
}

TEST(rst_reader, given_a_line_left_of_its_table_when_read_then_no_character_is_cut)
{
    const auto read = read_rst(
        "Prices:\n\n =====  =====\n A      B\n =====  =====\nÅ      two\n"
        " =====  =====\n");

    ASSERT_TRUE(read);
    for (const text_block& block : read->blocks) EXPECT_TRUE(is_utf8(block.text)) << block.text;
    EXPECT_NE(shown(read).find("Å"), std::string::npos);
}

TEST(rst_reader, given_comments_and_directives_when_read_then_only_text)
{
    EXPECT_EQ(
        shown(read_rst(".. a comment\n   of two lines\n\n.. _target:\n\n.. image:: x.png\n   "
                       ":alt: no\n\n.. note:: Take care.\n\nRun::\n\n    make all\n\nEnd.\n")),
        "\n|Take care.\n\nRun:\n\nmake all\n\nEnd.\n");
}

TEST(source_reader, given_code_when_read_then_definitions_are_sections)
{
    EXPECT_EQ(
        shown(read_source("import os\n\n# Adds.\ndef add(a, b):\n    return a + b\n\nclass Shop:\n"
                          "    def open(self):\n        pass\n")),
        "\n|import os\ndef add(a, b)|# Adds.\ndef add(a, b):\n    return a + b\n"
        "class Shop|class Shop:\nclass Shop>def open(self)|    def open(self):\n        pass\n");
    EXPECT_EQ(
        shown(read_source("int add(int a, int b)\n{\n    if (a) {\n        return b;\n    }\n}\n")),
        "\nint add(int a, int b)|int add(int a, int b)\n{\n    if (a) {\n        return b;\n"
        "    }\n}\n");
}

}  // namespace
}  // namespace parlance::extract
