#include <parlance/extract/read_document.hpp>

#include "hostile_table.hpp"
#include "shown.hpp"

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace parlance::extract {
namespace {

/// Reads it within a time that even a sanitizer build on a busy machine keeps, unless the work
/// grows faster than the file.
result<document_text> read_in_time(std::string_view name, const std::string& bytes)
{
    constexpr std::chrono::seconds most{20};
    const auto start = std::chrono::steady_clock::now();
    auto read = read_document(name, bytes);
    EXPECT_LT(std::chrono::steady_clock::now() - start, most);
    if (read) {
        for (const text_block& block : read->blocks) EXPECT_TRUE(is_utf8(block.text));
    }
    return read;
}

TEST(hostile_files, given_deep_nesting_when_read_then_the_text_is_found)
{
    const auto divs = read_in_time("a.html", repeated("<div>", 200'000) + "deep");
    EXPECT_NE(shown(divs).find("deep"), std::string::npos);
    for (const std::string_view element : {"<table><tr><td>", "<ul><li>", "<b>", "<h1>", "<svg>"}) {
        EXPECT_TRUE(read_in_time("a.html", "<p>x</p>" + repeated(element, 50'000) + "deep"))
            << element;
    }
}

TEST(hostile_files, given_a_huge_attribute_when_read_then_it_ends)
{
    EXPECT_TRUE(read_in_time(
        "a.html", "<p>before</p><p title=\"" + repeated("x", 12'000'000) + "\">after</p>"));
    EXPECT_TRUE(read_in_time("a.html", "<p>before</p><p " + repeated("a=1 ", 200'000) + ">b"));
}

TEST(hostile_files, given_truncated_pages_when_read_then_what_is_there)
{
    const std::string page =
        "<html><head><title>T</title></head><body><table><tr><th>a</th><th>b</th></tr><tr><td>1"
        "</td><td>&amp;&#x41;</td></tr></table><!-- c --><script>x</script></body></html>";
    for (std::size_t length = 1; length <= page.size(); ++length) {
        const auto read = read_document("a.html", std::string_view(page).substr(0, length));
        if (read) {
            for (const text_block& block : read->blocks) EXPECT_TRUE(is_utf8(block.text));
        }
    }
}

TEST(hostile_files, given_spans_that_multiply_when_read_then_bounded)
{
    std::string page = "<table><tr><th>" + std::string(2'000, 'h') + "<th>b</tr>";
    page += "<tr><td rowspan=1000>" + std::string(50'000, 'x') + "<td>y</tr>";
    page += repeated("<tr><td colspan=65535 rowspan=65535>z</tr>", 3'000);

    const auto read = read_in_time("a.html", page);

    ASSERT_TRUE(read || read.error().kind == fault::upstream_rejected);
}

TEST(hostile_files, given_text_that_grows_past_the_limit_when_read_then_refused)
{
    std::string page = "<table><tr><th>a<th>b</tr>";
    page += "<tr><td rowspan=1000>" + std::string(1'000'000, 'x') + "<td>y</tr>";
    page += repeated("<tr><td>z</tr>", 200);

    const auto read = read_in_time("a.html", page);

    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().detail, "The file holds more text than can be read.");
}

TEST(hostile_files, given_one_line_of_ten_megabytes_when_read_then_read)
{
    const std::string words = counted_words(900'000);
    for (const std::string_view name : {"a.txt", "a.md", "a.csv", "a.html"}) {
        EXPECT_TRUE(read_in_time(name, words)) << name;
    }
}

TEST(hostile_files, given_marks_without_end_when_read_then_read)
{
    for (const std::string_view mark : {"[", "![", "*", "_ a", "`", "<", "<!--", "|", ">", "\\"}) {
        EXPECT_TRUE(read_in_time("a.md", "word " + repeated(mark, 150'000))) << mark;
    }
    EXPECT_TRUE(read_in_time("a.csv", repeated("\"", 200'001)));
    EXPECT_TRUE(read_in_time("a.csv", "a,b\n" + repeated("\"x\n", 5'000)));
    EXPECT_TRUE(read_in_time("a.csv", "a" + repeated(",", 2'000'000)));
}

TEST(hostile_files, given_files_that_cannot_be_read_when_read_then_a_plain_reason)
{
    EXPECT_EQ(shown(read_document("a.exe", "MZ")), "refused: This file type cannot be read yet.");
    EXPECT_EQ(shown(read_document("noname", "x")), "\n|x\n");
    EXPECT_EQ(shown(read_document("a.txt", "")), "refused: Empty: there is nothing to read.");
    EXPECT_EQ(shown(read_document("a.HTML", std::string_view("abcd\0ef\1", 8))),
              "refused: The file is not text.");
}

}  // namespace
}  // namespace parlance::extract
