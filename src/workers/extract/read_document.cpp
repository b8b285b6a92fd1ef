#include <parlance/extract/read_document.hpp>

#include <parlance/extract/delimited_reader.hpp>
#include <parlance/extract/file_kind.hpp>
#include <parlance/extract/html_reader.hpp>
#include <parlance/extract/json_reader.hpp>
#include <parlance/extract/markdown_reader.hpp>
#include <parlance/extract/office_reader.hpp>
#include <parlance/extract/plain_text_reader.hpp>
#include <parlance/extract/rst_reader.hpp>
#include <parlance/extract/source_reader.hpp>
#include <parlance/extract/text_yield.hpp>
#include <parlance/extract/xml_reader.hpp>

namespace parlance::extract {
namespace {

error cannot_be_read()
{
    return fail(fault::upstream_rejected, "This file type cannot be read yet.");
}

result<document_text> read_as(file_kind kind, std::string_view bytes, pdf_program* pdf)
{
    switch (kind) {
        case file_kind::html: return read_html(bytes);
        case file_kind::markdown: return read_markdown(bytes);
        case file_kind::comma_separated: return read_delimited(bytes, 0);
        case file_kind::tab_separated: return read_delimited(bytes, '\t');
        case file_kind::xml: return read_xml(bytes);
        case file_kind::json: return read_json(bytes);
        case file_kind::json_lines: return read_json_lines(bytes);
        case file_kind::restructured_text: return read_rst(bytes);
        case file_kind::source_code: return read_source(bytes);
        case file_kind::word:
        case file_kind::presentation:
        case file_kind::workbook: return read_office(kind, bytes);
        case file_kind::pdf:
            if (pdf == nullptr) return cannot_be_read();
            return read_pdf(bytes, *pdf);
        default: return read_plain_text(bytes);
    }
}

}  // namespace

result<document_text> read_document(std::string_view file_name, std::string_view bytes,
                                    pdf_program* pdf)
{
    const file_kind kind = kind_of(ending_of(file_name));
    if (auto content = check_content(kind, bytes); !content) return content.error();
    auto text = read_as(kind, bytes, pdf);
    if (!text) return text;
    if (auto yield = check_yield(*text, bytes.size()); !yield) return yield.error();
    return text;
}

bool needs_pdf_program(std::string_view file_name, std::string_view bytes)
{
    return kind_of(ending_of(file_name)) == file_kind::pdf && is_pdf(bytes);
}

}  // namespace parlance::extract
