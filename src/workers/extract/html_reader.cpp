#include <parlance/extract/html_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/html_collector.hpp>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

std::string_view view_of(const xmlChar* text, std::size_t bytes)
{
    // libxml2's characters are bytes of UTF-8.  NOLINTNEXTLINE(*-reinterpret-cast)
    return {reinterpret_cast<const char*>(text), bytes};
}

/// Of a text that ends with a NUL; nothing is an empty one.
std::string_view view_of(const xmlChar* text)
{
    return view_of(text, static_cast<std::size_t>(xmlStrlen(text)));
}

struct reading {
    html_collector collector;
    htmlParserCtxtPtr parser = nullptr;
    bool is_stopped = false;

    void check_size()
    {
        if (is_stopped || !collector.is_full()) return;
        is_stopped = true;
        xmlStopParser(parser);
    }
};

// Called by libxml2, which is C: an exception ends the process, which is the worker's own.
void on_start(void* context, const xmlChar* name, const xmlChar** attributes) noexcept
{
    auto& read = *static_cast<reading*>(context);
    std::vector<html_attribute> known;
    for (; attributes != nullptr && *attributes != nullptr; attributes += 2) {
        known.push_back({view_of(attributes[0]), view_of(attributes[1])});
    }
    read.collector.start(view_of(name), known);
    read.check_size();
}

void on_end(void* context, const xmlChar* name) noexcept
{
    auto& read = *static_cast<reading*>(context);
    read.collector.end(view_of(name));
    read.check_size();
}

void on_text(void* context, const xmlChar* text, int bytes) noexcept
{
    auto& read = *static_cast<reading*>(context);
    if (bytes <= 0) return;
    read.collector.text(view_of(text, static_cast<std::size_t>(bytes)));
}

void ignore_message(void* /*context*/, const char* /*format*/, ...) noexcept {}

htmlSAXHandler handlers()
{
    htmlSAXHandler of;
    std::memset(&of, 0, sizeof of);
    of.startElement = on_start;
    of.endElement = on_end;
    of.characters = on_text;
    of.ignorableWhitespace = on_text;
    of.error = ignore_message;
    of.warning = ignore_message;
    return of;  // no cdataBlock: that is the text of scripts and styles
}

/// The encoding that a <meta> near the start names; read only when bytes and mark do not tell.
std::string declared_encoding(std::string_view bytes)
{
    constexpr std::size_t searched_bytes = 4096;
    std::string start(bytes.substr(0, searched_bytes));
    for (char& letter : start)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    const std::size_t found = start.find("charset=");
    if (found == std::string::npos) return {};
    std::size_t from = found + std::strlen("charset=");
    while (from < start.size() && (start[from] == '"' || start[from] == '\'')) ++from;
    const std::size_t to = start.find_first_of("\"'/>; \t\r\n", from);
    return start.substr(from, to == std::string::npos ? to : to - from);
}

}  // namespace

result<document_text> read_html(std::string_view bytes)
{
    const auto text = decode(bytes, declared_encoding(bytes));
    if (!text) return text.error();

    reading read;
    const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> parser(
        htmlCreateMemoryParserCtxt(text->data(), static_cast<int>(text->size())),
        htmlFreeParserCtxt);
    if (!parser) return fail(fault::upstream_rejected, "The page could not be read.");
    read.parser = parser.get();
    // Never DTDLOAD, NOENT or HUGE: nothing is loaded or expanded, and libxml2's limits stay.
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC);
    *parser->sax = handlers();
    parser->userData = &read;
    xmlSwitchEncoding(parser.get(), XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser.get());
    if (read.is_stopped) {
        return fail(fault::upstream_rejected, "The file holds more text than can be read.");
    }
    return read.collector.finish();
}

}  // namespace parlance::extract
