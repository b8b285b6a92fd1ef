#include "hostile_table.hpp"
#include "office_files.hpp"

#include <parlance/extract/extract_limits.hpp>

namespace parlance::extract {
namespace {

constexpr const char* damaged = "The file is damaged or was cut off.";
constexpr const char* too_large = "The file unpacks to more than can be read.";
constexpr const char* too_deep = "The file is nested deeper than can be read.";

constexpr std::string_view document_start =
    "<?xml version=\"1.0\"?><w:document xmlns:w=\"urn:w\"><w:body>";
constexpr std::string_view document_end = "</w:body></w:document>";

std::string without_end(std::string bytes, std::size_t cut)
{
    bytes.resize(bytes.size() - cut);
    return bytes;
}

std::string document(std::string_view start, std::string_view body)
{
    return docx_of("", {{"word/document.xml",
                         std::string(start) + std::string(body) + std::string(document_end)}});
}

std::string bomb(std::uint32_t declared)
{
    const std::string filler = repeated("<w:p/>", 5'000'000);
    zip_part part{"word/document.xml",
                  std::string(document_start) + filler + std::string(document_end)};
    part.declared_bytes = declared;
    return docx_of("", {part});
}

}  // namespace

std::vector<hostile_file> hostile_archives()
{
    const auto whole = [] { return docx_of(word_paragraph("", repeated("word ", 2'000))); };
    return {
        {"cut off in the middle", "half.docx",
         [whole] { return without_end(whole(), whole().size() / 2); }, damaged, ""},
        {"cut off before its last bytes", "tail.xlsx",
         [] {
             return without_end(xlsx_of({{"S", sheet_row(1, {"a"})}}), 30);
         },
         damaged, ""},
        {"only the first bytes of an archive", "head.pptx",
         [] { return std::string("PK\x03\x04", 4); }, damaged, ""},
        {"without the document itself", "hollow.docx",
         [] {
             return zipped({{"[Content_Types].xml", "<Types/>"}});
         },
         damaged, ""},
        {"with XML that ends early", "broken.docx",
         [] {
             return docx_of("", {{"word/document.xml", std::string(document_start)}});
         },
         damaged, ""},
        {"with bytes that do not match their checksum", "changed.docx",
         [] {
             std::string bytes = docx_of("", {{"word/document.xml",
                                               std::string(document_start) + "<w:p><w:r><w:t>one" +
                                                   "</w:t></w:r></w:p>" + std::string(document_end),
                                               false}});
             bytes.replace(bytes.find(">one<") + 1, 3, "two");
             return bytes;
         },
         damaged, ""},
        {"packed by a method that Office does not use", "method.docx",
         [] {
             zip_part part{"word/document.xml", "x", false};
             part.method = 12;
             return docx_of("", {part});
         },
         damaged, ""},
        {"30 MB of the same in 40 kB", "bomb.docx", [] { return bomb(0); }, too_large, ""},
        {"a bomb that says it is small", "liar.docx", [] { return bomb(100); }, too_large, ""},
        {"a bomb in a sheet", "bomb.xlsx",
         [] {
             return xlsx_of(
                 {{"S", "<sheetData>" + repeated("<row></row>", 3'000'000) + "</sheetData>"}});
         },
         too_large, ""},
        {"one entry more than the limit", "many.docx",
         [] {
             std::vector<zip_part> parts;
             for (std::size_t at = 0; at <= limits::archive_entries_max; ++at) {
                 parts.push_back({"word/" + std::to_string(at), "", false});
             }
             return docx_of(word_paragraph("", "A line."), parts);
         },
         "The file has more parts than can be read.", ""},
        {"an archive in the archive", "nested.docx",
         [whole] {
             return docx_of(word_paragraph("", "A line."), {{"word/embeddings/a.docx", whole()}});
         },
         "", "|A line."},
        {"entities that multiply", "laughs.docx",
         [] {
             return document(
                 "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                 "<w:document xmlns:w=\"urn:w\"><w:body>",
                 word_paragraph("", "So &b;"));
         },
         "", "|So &b;"},
        {"an entity that names a file", "reads.docx",
         [] {
             return document(
                 "<!DOCTYPE d [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                 "<w:document xmlns:w=\"urn:w\"><w:body>",
                 word_paragraph("", "So &f;"));
         },
         "", "|So &f;"},
        {"a type definition from elsewhere", "loads.docx",
         [] {
             return document(
                 "<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/x.dtd\"><w:document "
                 "xmlns:w=\"urn:w\"><w:body>",
                 word_paragraph("", "A line."));
         },
         "", "|A line."},
        {"elements one deeper than the limit", "deep.docx",
         [] {
             return document(document_start, repeated("<w:sdt>", limits::xml_depth_max - 1) +
                                                 repeated("</w:sdt>", limits::xml_depth_max - 1));
         },
         too_deep, ""},
        {"a million open elements", "deeper.docx",
         [] { return document(document_start, repeated("<w:sdt>", 1'000'000)); }, too_deep, ""},
        {"one attribute of 20 MB", "wide.docx",
         [] {
             std::string value;
             for (int at = 0; at < 3'000'000; ++at) value += std::to_string(at);
             return document(document_start, "<w:p w:a=\"" + value + "\"/>");
         },
         damaged, ""}};
}

}  // namespace parlance::extract
