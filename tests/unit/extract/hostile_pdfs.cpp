#include "hostile_table.hpp"
#include "office_files.hpp"

#include <parlance/extract/extract_limits.hpp>

namespace parlance::extract {
namespace {

constexpr const char* damaged = "The file is damaged or was cut off.";

std::string four_pages()
{
    return pdf_of({{"Page one."}, {"Page two."}, {"Page three."}, {"Page four."}});
}

std::string replaced(std::string bytes, std::string_view what, std::string_view with)
{
    bytes.replace(bytes.find(what), what.size(), with);
    return bytes;
}

/// The bytes from one mark to another become zeros; what stands behind keeps its place.
std::string blanked(std::string bytes, std::string_view from, std::string_view to)
{
    const std::size_t start = bytes.find(from);
    const std::size_t end = bytes.find(to, start);
    bytes.replace(start, end - start, std::string(end - start, '\0'));
    return bytes;
}

std::string with_password()
{
    const std::string key = "<" + repeated("41", 32) + ">";
    return replaced(four_pages(), "/Root 1 0 R",
                    "/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O" + key + "/U" +
                        key + "/P -44>>");
}

}  // namespace

std::vector<hostile_file> hostile_pdfs()
{
    return {
        {"a password", "secret.pdf", with_password,
         "Protected with a password. Remove it and upload the file again.", ""},
        {"cut off in the middle", "half.pdf",
         [] { return four_pages().substr(0, four_pages().size() / 2); }, damaged, ""},
        {"only its first line", "head.pdf", [] { return std::string("%PDF-1.7\n"); }, damaged, ""},
        {"pages that were overwritten", "lost.pdf",
         [] { return blanked(four_pages(), "9 0 obj", "xref"); },
         "The file is damaged after page 2.", ""},
        {"a list of pages that holds itself", "loop.pdf",
         [] {
             return replaced(four_pages(), "/Kids[5 0 R 7 0 R 9 0 R 11 0 R ]",
                             "/Kids[2 0 R 2 0 R 2 0 R 2 0 R  ]");
         },
         damaged, ""},
        {"pages without text", "scan.pdf",
         [] {
             return pdf_of({{}, {}});
         },
         "The pages are pictures without text. Upload a version with text recognition.", ""},
        {"one page more than the limit", "long.pdf",
         [] {
             return pdf_of(std::vector<std::vector<std::string>>(limits::pages_max + 1, {"Page."}));
         },
         "The file has more pages than can be read.", ""},
        {"bytes in front of it", "late.pdf",
         [] { return "HTTP/1.1 200 OK\r\n\r\n" + four_pages(); }, "", "1:|Page one."},
        {"a script and an address that open with it", "script.pdf",
         [] {
             return replaced(pdf_of({{"A line."}}), "/Type/Catalog",
                             "/Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL)>>");
         },
         "", "1:|A line."},
        {"a length that lies", "length.pdf",
         [] { return replaced(pdf_of({{"A line."}}), "/Length ", "/Length 99999999"); }, "",
         "A line."}};
}

}  // namespace parlance::extract
