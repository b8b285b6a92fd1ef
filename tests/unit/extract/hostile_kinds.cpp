#include "hostile_table.hpp"
#include "office_files.hpp"

namespace parlance::extract {
namespace {

constexpr const char* empty = "Empty: there is nothing to read.";
constexpr const char* unknown = "This file type cannot be read yet.";
constexpr const char* password = "Protected with a password. Remove it and upload the file again.";
constexpr const char* not_pdf = "This is not a PDF, although its name says so.";
constexpr const char* not_word = "This is not a Word document, although its name says so.";
constexpr const char* not_text = "This is not text, although its name says so.";

std::string some_docx()
{
    return docx_of(word_paragraph("", "A line."));
}

std::string png()
{
    return std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + std::string(200, '\3');
}

}  // namespace

std::vector<hostile_file> hostile_names_and_kinds()
{
    const auto text = [] { return std::string("A line."); };
    const auto nothing = [] { return std::string(); };
    return {
        {"nothing at all", "empty.pdf", nothing, empty, ""},
        {"nothing at all", "empty.docx", nothing, empty, ""},
        {"nothing at all", "empty.txt", nothing, empty, ""},
        {"white space only", "blank.md", [] { return std::string(5'000, ' '); }, empty, ""},
        {"no paragraph with text", "blank.docx", [] { return docx_of("<w:p/>"); }, empty, ""},
        {"no slide", "blank.pptx", [] { return pptx_of({}); }, empty, ""},
        {"no cell", "blank.xlsx",
         [] {
             return xlsx_of({{"Sheet1", ""}});
         },
         empty, ""},
        {"a Word document", "named.pdf", some_docx, not_pdf, ""},
        {"a page of HTML", "page.pdf", [] { return std::string("<html><p>Hello</p></html>"); },
         not_pdf, ""},
        {"a picture", "picture.pdf", png, not_pdf, ""},
        {"a PDF", "named.docx", [] { return pdf_of({{"A line."}}); }, not_word, ""},
        {"text", "text.docx", text, not_word, ""},
        {"a workbook", "sheet.docx",
         [] {
             return xlsx_of({{"S", sheet_row(1, {"a"})}});
         },
         not_word, ""},
        {"a Word document", "letter.xlsx", some_docx,
         "This is not a workbook, although its name says so.", ""},
        {"a Word document", "letter.pptx", some_docx,
         "This is not a presentation, although its name says so.", ""},
        {"an archive of other things", "things.docx",
         [] {
             return zipped({{"a.txt", "A line."}});
         },
         not_word, ""},
        {"a PDF", "named.md", [] { return pdf_of({{"A line."}}); }, not_text, ""},
        {"a picture", "picture.txt", png, not_text, ""},
        {"a Word document", "letter.html", some_docx,
         "This is not a page of HTML, although its name says so.", ""},
        {"a program", "setup.exe", [] { return std::string("MZ\x90\0\3", 5); }, unknown, ""},
        {"a picture", "picture.png", png, unknown, ""},
        {"text of an unknown ending", "notes.xyz", text, "", "A line."},
        {"text without an ending", "README", text, "", "A line."},
        {"bytes of an unknown ending", "dump.xyz",
         [] {
             return std::string(
                 "\x7F"
                 "ELF\2\1\1\0",
                 8);
         },
         unknown, ""},
        {"a name of path parts", "../../etc/passwd.txt", text, "", "A line."},
        {"a name of 300 letters", std::string(300, 'n') + ".txt", text, "", "A line."},
        {"a name of control characters", "a\x01\x1B[31m\x7F.txt", text, "", "A line."},
        {"an Office document with a password", "secret.docx",
         [] {
             return ole_with({"EncryptionInfo", "EncryptedPackage"});
         },
         password, ""},
        {"an Office document with a password", "secret.xlsx",
         [] {
             return ole_with({"EncryptionInfo", "EncryptedPackage"});
         },
         password, ""},
        {"an archive whose entries have a password", "locked.docx",
         [] {
             return docx_of("", {{"word/document.xml", "x", true, true}});
         },
         password, ""},
        {"an Office document of the old kind", "letter.doc",
         [] { return ole_with({"WordDocument"}); },
         "This is an Office document of the old kind. Save it as .docx, .xlsx or .pptx and upload "
         "that.",
         ""},
        {"an Office document of the old kind", "old.docx",
         [] { return ole_with({"WordDocument"}); },
         "This is an Office document of the old kind. Save it as .docx and upload that.", ""},
        {"an Office document of the old kind", "old.xlsx", [] { return ole_with({"Workbook"}); },
         "This is an Office document of the old kind. Save it as .xlsx and upload that.", ""},
        {"text", "letter.xls", text, "This is not an Office document, although its name says so.",
         ""}};
}

}  // namespace parlance::extract
