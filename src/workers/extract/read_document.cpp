#include <parlance/extract/read_document.hpp>

#include <parlance/extract/delimited_reader.hpp>
#include <parlance/extract/html_reader.hpp>
#include <parlance/extract/markdown_reader.hpp>
#include <parlance/extract/plain_text_reader.hpp>

#include <string>

namespace parlance::extract {
namespace {

std::string ending_of(std::string_view file_name)
{
    const std::size_t dot = file_name.rfind('.');
    std::string ending(dot == std::string_view::npos ? "" : file_name.substr(dot + 1));
    for (char& letter : ending)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    return ending;
}

}  // namespace

result<document_text> read_document(std::string_view file_name, std::string_view bytes)
{
    const std::string ending = ending_of(file_name);
    if (bytes.empty()) return fail(fault::upstream_rejected, "Empty: there is nothing to read.");
    if (ending == "html" || ending == "htm" || ending == "xhtml") return read_html(bytes);
    if (ending == "md" || ending == "markdown") return read_markdown(bytes);
    if (ending == "csv") return read_delimited(bytes, 0);
    if (ending == "tsv") return read_delimited(bytes, '\t');
    if (ending == "txt" || ending == "text") return read_plain_text(bytes);
    return fail(fault::upstream_rejected, "This file type cannot be read yet.");
}

}  // namespace parlance::extract
