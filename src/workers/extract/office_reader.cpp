#include <parlance/extract/office_reader.hpp>

#include <parlance/extract/archive.hpp>
#include <parlance/extract/docx_reader.hpp>
#include <parlance/extract/pptx_reader.hpp>
#include <parlance/extract/xlsx_reader.hpp>

namespace parlance::extract {
namespace {

/// The part that every file of a kind has.
const char* usual_part(file_kind kind)
{
    switch (kind) {
        case file_kind::presentation: return "ppt/presentation.xml";
        case file_kind::workbook: return "xl/workbook.xml";
        default: return "word/document.xml";
    }
}

/// The kind that the parts of a file show; `named` when they show none.
file_kind kind_inside(const archive& file, file_kind named)
{
    if (file.has(usual_part(named))) return named;
    for (const file_kind other : {file_kind::word, file_kind::presentation, file_kind::workbook}) {
        if (file.has(usual_part(other))) return other;
    }
    return file.has("[Content_Types].xml") ? named : file_kind::unknown;
}

error wrong_kind(file_kind named)
{
    const std::string_view what = named == file_kind::presentation ? "a presentation"
                                  : named == file_kind::workbook   ? "a workbook"
                                                                   : "a Word document";
    return fail(fault::upstream_rejected,
                "This is not " + std::string(what) + ", although its name says so.");
}

}  // namespace

result<document_text> read_office(file_kind kind, std::string_view bytes)
{
    auto file = archive::open(bytes);
    if (!file) return file.error();
    if (kind_inside(*file, kind) != kind) return wrong_kind(kind);
    auto text = kind == file_kind::presentation ? read_pptx(*file)
                : kind == file_kind::workbook   ? read_xlsx(*file)
                                                : read_docx(*file);
    if (text && text->blocks.empty()) {
        return fail(fault::upstream_rejected, "Empty: there is nothing to read.");
    }
    return text;
}

}  // namespace parlance::extract
