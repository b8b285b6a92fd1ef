#include "hostile_table.hpp"
#include "office_files.hpp"

#include <random>

namespace parlance::extract {
namespace {

constexpr const char* repeats = "The file repeats the same text too often to be searched.";

std::string slide_of(const std::string& paragraphs)
{
    return R"(<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><p:sp>)" + paragraphs + "</p:sp></p:sld>";
}

std::string line(std::string_view text)
{
    return "<a:p><a:r><a:t>" + std::string(text) + "</a:t></a:r></a:p>";
}

/// Letters at random now and then: it unpacks 280-fold, so that the archive's own bound lets it
/// pass.
std::string slide_of_letters()
{
    std::mt19937 random(1);
    std::string lines;
    for (int at = 0; at < 600'000; ++at) {
        const char letter = at % 90 == 0 ? static_cast<char>('a' + random() % 16) : 'x';
        lines += line({&letter, 1});
    }
    return pptx_of({slide_of(lines)});
}

/// The same slide 300 times: too far apart for a packer to see that it repeats.
std::string slide_shown_again()
{
    std::mt19937 random(2);
    std::string lines;
    for (int at = 0; at < 6'000; ++at) lines += line("word" + std::to_string(random() % 10'000));
    std::string list = R"(<p:presentation xmlns:p="urn:p" xmlns:r="urn:r">)";
    for (int at = 0; at < 300; ++at) list += R"(<p:sldId r:id="rId1"/>)";
    return pptx_of({slide_of(lines)}, {{"ppt/presentation.xml", list + "</p:presentation>"}});
}

std::string cell_of_shared_text(std::string_view text, int rows)
{
    std::string sheet;
    for (int row = 1; row <= rows; ++row) {
        sheet += "<row r=\"" + std::to_string(row) + R"("><c t="s"><v>0</v></c></row>)";
    }
    return xlsx_of({{"S", sheet}}, {{"xl/sharedStrings.xml",
                                     "<sst><si><t>" + std::string(text) + "</t></si></sst>"}});
}

std::string random_words(std::size_t count)
{
    std::mt19937 random(3);
    std::string words;
    for (std::size_t at = 0; at < count; ++at) {
        // A few words are frequent and most are rare, as in a language.
        const auto rank = (random() % 200) * (random() % 200) / 4;
        words += "w" + std::to_string(rank) + (at % 12 == 11 ? ".\n" : " ");
    }
    return words;
}

/// A sheet as people have them: nearly all cells are zero.
std::string customers_without_revenue()
{
    std::mt19937 random(4);
    std::string text = "Customer";
    for (int month = 1; month <= 12; ++month) text += ",Revenue " + std::to_string(month);
    for (int row = 0; row < 20'000; ++row) {
        text += "\nC" + std::to_string(100'000 + row);
        for (int month = 0; month < 12; ++month) {
            text += "," + std::to_string(random() % 100 < 97 ? 0 : random() % 10'000);
        }
    }
    return text;
}

std::string random_numbers()
{
    std::mt19937 random(5);
    std::string text = "a,b,c,d";
    for (int row = 0; row < 120'000; ++row) {
        text += "\n" + std::to_string(random() % 100);
        for (int column = 1; column < 4; ++column) text += "," + std::to_string(random() % 100);
    }
    return text;
}

std::vector<hostile_file> that_repeat_themselves()
{
    return {{"a slide of 600,000 lines of a letter", "letters.pptx", slide_of_letters, repeats, ""},
            {"a slide that is shown 300 times", "again.pptx", slide_shown_again, repeats, ""},
            {"half a million cells that share a letter", "letters.xlsx",
             [] { return cell_of_shared_text("x", 500'000); }, repeats, ""},
            {"400 cells that share a long text", "long.xlsx",
             [] { return cell_of_shared_text(random_words(5'000), 400); }, repeats, ""},
            {"half a million paragraphs of a letter", "letters.docx",
             [] {
                 std::string body;
                 for (unsigned at = 0; at < 500'000; ++at) {
                     body += "<w:p><w:r w:a=\"" + std::to_string(at * 7'919U % 65'536U) +
                             "\"><w:t>x</w:t></w:r></w:p>";
                 }
                 return docx_of(body);
             },
             repeats, ""},
            {"4,000 pages of the same letters", "letters.pdf",
             [] {
                 return pdf_of(std::vector<std::vector<std::string>>(
                     4'000, std::vector<std::string>(50, "x x x")));
             },
             repeats, ""},
            {"half a million elements of a letter", "letters.xml",
             [] { return "<d>" + repeated("<a>x</a>", 500'000) + "</d>"; }, repeats, ""},
            {"half a million paragraphs of a letter", "letters.html",
             [] { return repeated("<p>x", 500'000); }, repeats, ""},
            {"a list of half a million letters", "letters.json",
             [] { return "[" + repeated("\"x\",", 500'000) + "\"x\"]"; }, repeats, ""},
            {"half a million rows of two letters", "letters.csv",
             [] { return "a,b\n" + repeated("x,y\n", 500'000); }, repeats, ""},
            {"half a million lines of a letter", "letters.txt",
             [] { return repeated("x\n", 500'000); }, repeats, ""},
            {"50,000 headings of a letter", "letters.md",
             [] { return repeated("# x\n\ny\n\n# z\n\ny\n\n", 25'000); }, repeats, ""},
            {"4 MB of one letter", "letter.txt", [] { return std::string(4'000'000, 'x'); },
             repeats, ""}};
}

std::vector<hostile_file> that_only_look_so()
{
    return {
        {"half a million empty runs around a line", "runs.docx",
         [] {
             std::string runs;
             for (unsigned at = 0; at < 500'000; ++at) {
                 runs += "<w:r w:a=\"" + std::to_string(at * 7'919U % 65'536U) + "\"/>";
             }
             return docx_of("<w:p><w:r><w:t>A line.</w:t></w:r>" + runs + "</w:p>");
         },
         "", "|A line."},
        {"half a million empty elements", "empty.xml",
         [] { return "<d>" + repeated("<a/>", 500'000) + "<a>A line.</a></d>"; }, "", "A line."},
        {"a novel of 600,000 words", "novel.txt", [] { return random_words(600'000); }, "", "w0"},
        {"20,000 rows, nearly all of zeros", "zeros.csv", customers_without_revenue, "", "C119999"},
        {"half a million random numbers", "numbers.csv", random_numbers, "", "a: "}};
}

}  // namespace

std::vector<hostile_file> hostile_yields()
{
    std::vector<hostile_file> all = that_repeat_themselves();
    for (hostile_file& one : that_only_look_so()) all.push_back(std::move(one));
    return all;
}

}  // namespace parlance::extract
