#include "hostile_table.hpp"

#include <parlance/extract/extract_limits.hpp>

namespace parlance::extract {
namespace {

constexpr const char* too_deep = "The file is nested deeper than can be read.";

std::string wide(std::string_view text)
{
    std::string bytes;
    for (const char letter : text) {
        bytes += letter;
        bytes += '\0';
    }
    return bytes;
}

std::vector<hostile_file> encodings()
{
    return {{"zero bytes", "zeros.txt", [] { return std::string("ab\0cd\0\1\2", 8); },
             "The file is not text.", ""},
            {"control characters", "bell.txt", [] { return repeated("a\x07", 100); },
             "The file is not text.", ""},
            {"a few bytes that are no UTF-8", "broken.txt",
             [] { return repeated("Größe ", 50) + "\xC3\x28"; }, "", "Größe"},
            {"UTF-16 without a mark", "wide.txt", [] { return wide("A line of text in it."); }, "",
             "A line of text in it."},
            {"UTF-16 cut in the middle of a letter", "odd.txt",
             [] { return "\xFF\xFE" + wide("A line") + "x"; }, "", "A line"},
            {"Windows-1252", "old.txt",
             [] {
                 return std::string(
                     "Gr\xF6\xDF"
                     "e und \x84Zitat\x93 f\xFCr 5 \x80.");
             },
             "", "Größe und „Zitat“ für 5 €."},
            {"one line of 8 MB", "line.txt", [] { return counted_words(700'000); }, "", "word"}};
}

std::vector<hostile_file> structures()
{
    return {
        {"200,000 open elements", "deep.html", [] { return repeated("<div>", 200'000) + "deep"; },
         "", "deep"},
        {"a script and an event", "script.html",
         [] { return std::string("<script>alert(1)</script><p onclick='x()'>A line.</p>"); }, "",
         "|A line."},
        {"entities that multiply", "laughs.xml",
         [] {
             return std::string(
                 "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c "
                 "\"&b;&b;\">]><d>So &c;</d>");
         },
         "", "So &c;"},
        {"an entity that names a file", "reads.xml",
         [] {
             return std::string("<!DOCTYPE d [<!ENTITY f SYSTEM \"/etc/passwd\">]><d>So &f;</d>");
         },
         "", "So &f;"},
        {"a million open elements", "deep.xml", [] { return repeated("<a>", 1'000'000); }, too_deep,
         ""},
        {"an element that is not closed", "open.xml",
         [] { return std::string("<a>\n<b>text\n</a>"); }, "The XML is broken at line 3.", ""},
        {"text that is no XML", "text.xml", [] { return std::string("just words"); },
         "The XML is broken at line 1.", ""},
        {"lists one deeper than the limit", "deep.json",
         [] {
             const std::size_t depth = limits::json_file_depth_max + 1;
             return repeated("[", depth) + repeated("]", depth);
         },
         too_deep, ""},
        {"a million open lists", "deeper.json", [] { return repeated("[", 1'000'000); }, too_deep,
         ""},
        {"an object that is not closed", "open.json",
         [] { return std::string("{\"a\":\n{\"b\": 1}\n"); }, "The JSON is broken at line 3.", ""},
        {"half a surrogate", "half.json", [] { return std::string(R"(["\ud83d"])"); },
         "The JSON is broken at line 1.", ""},
        {"a quote that is not closed", "open.csv",
         [] { return "a,b\n\"" + repeated("x,y\n", 50'000); }, "", "x"},
        {"two million columns", "wide.csv", [] { return "a" + repeated(",", 2'000'000) + "\nb"; },
         "", "b"},
        {"marks that are never closed", "open.md",
         [] { return "word " + repeated("[*`", 100'000); }, "", "word"},
        {"marks that are never closed", "open.rst",
         [] { return "word " + repeated("`a *b |c ", 50'000); }, "", "word"},
        {"a table that is not closed", "open2.rst",
         [] { return "+---+---+\n" + repeated("| a | b |\n", 20'000); }, "", "a"}};
}

}  // namespace

std::vector<hostile_file> hostile_texts()
{
    std::vector<hostile_file> all = encodings();
    for (hostile_file& one : structures()) all.push_back(std::move(one));
    return all;
}

std::string counted_words(std::size_t count)
{
    std::string all;
    for (std::size_t number = 1; number <= count; ++number) {
        all += "word" + std::to_string(number) + " ";
    }
    return all;
}

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string all;
    all.reserve(piece.size() * times);
    for (std::size_t step = 0; step < times; ++step) all += piece;
    return all;
}

}  // namespace parlance::extract
