#include <parlance/extract/xml_parser.hpp>

#include <parlance/extract/extract_limits.hpp>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace parlance::extract {
namespace {

// libxml2 looks through all it could not read yet again and again.
constexpr std::ptrdiff_t pending_bytes_max = 12 * 1024 * 1024;

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

}  // namespace

namespace {

void free_parser(xmlParserCtxtPtr parser)
{
    // Made for the entities that a document declares, although nothing uses them.
    if (parser != nullptr && parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
}

}  // namespace

struct xml_parser::reading {
    explicit reading(xml_handler& to) : handler(to) {}

    xml_handler& handler;
    std::unique_ptr<xmlParserCtxt, void (*)(xmlParserCtxtPtr)> parser{nullptr, free_parser};
    std::vector<xml_attribute> attributes;
    std::size_t depth = 0;
    std::string reference;  // "&name;"
    xmlEntity entity{};
    state where = state::reading;

    void stop(state why)
    {
        if (where != state::reading) return;
        where = why;
        xmlStopParser(parser.get());
    }
};

namespace {

using reading_state = xml_parser::state;

/// The five values that libxml2 gives for an attribute.
constexpr int values_of_one = 5;

template <class Reading>
// NOLINTNEXTLINE(readability-function-size): libxml2's signature
void on_start(void* context, const xmlChar* name, const xmlChar* /*prefix*/, const xmlChar* /*uri*/,
              int /*spaces*/, const xmlChar** /*declared*/, int count, int /*defaulted*/,
              const xmlChar** values) noexcept
{
    auto& read = *static_cast<Reading*>(context);
    if (read.where != reading_state::reading) return;
    if (++read.depth > limits::xml_depth_max) return read.stop(reading_state::too_deep);
    read.attributes.clear();
    for (int at = 0; at < count; ++at, values += values_of_one) {
        const auto bytes = static_cast<std::size_t>(values[4] - values[3]);
        read.attributes.push_back(
            {view_of(values[0]), view_of(values[2]), view_of(values[3], bytes)});
    }
    read.handler.start(view_of(name), read.attributes);
    if (read.handler.is_full()) read.stop(reading_state::full);
}

template <class Reading>
void on_end(void* context, const xmlChar* name, const xmlChar* /*prefix*/,
            const xmlChar* /*uri*/) noexcept
{
    auto& read = *static_cast<Reading*>(context);
    if (read.where != reading_state::reading) return;
    --read.depth;
    read.handler.end(view_of(name));
    if (read.handler.is_full()) read.stop(reading_state::full);
}

template <class Reading>
void on_text(void* context, const xmlChar* text, int bytes) noexcept
{
    auto& read = *static_cast<Reading*>(context);
    if (read.where != reading_state::reading || bytes <= 0) return;
    read.handler.text(view_of(text, static_cast<std::size_t>(bytes)));
}

/// An entity of the document's own: shown as it is written. libxml2 puts in the content of what it
/// takes for predefined, and looks no further.
template <class Reading>
xmlEntityPtr on_entity(void* context, const xmlChar* name) noexcept
{
    auto& read = *static_cast<Reading*>(context);
    read.reference = "&";
    read.reference += view_of(name);
    read.reference += ';';
    // libxml2 only reads both.  NOLINTBEGIN(*-reinterpret-cast)
    auto* content = reinterpret_cast<xmlChar*>(read.reference.data());
    // NOLINTEND(*-reinterpret-cast)
    read.entity.type = XML_ENTITY_DECL;
    read.entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    read.entity.name = content;
    read.entity.content = content;
    read.entity.orig = content;  // else the text of a declaration is stored there
    read.entity.length = static_cast<int>(read.reference.size());
    return &read.entity;
}

void ignore_message(void* /*context*/, const char* /*format*/, ...) noexcept {}
void ignore_problem(void* /*context*/, xmlErrorPtr /*problem*/) noexcept {}

template <class Reading>
xmlSAXHandler handlers()
{
    xmlSAXHandler of;
    std::memset(&of, 0, sizeof of);
    of.initialized = XML_SAX2_MAGIC;
    of.startElementNs = on_start<Reading>;
    of.endElementNs = on_end<Reading>;
    of.characters = on_text<Reading>;
    of.ignorableWhitespace = on_text<Reading>;
    of.cdataBlock = on_text<Reading>;
    of.getEntity = on_entity<Reading>;
    of.error = ignore_message;
    of.warning = ignore_message;
    of.serror = ignore_problem;
    return of;  // no entityDecl, externalSubset, resolveEntity: nothing is declared or loaded
}

}  // namespace

std::string_view value_of(xml_attributes attributes, std::string_view name)
{
    for (const xml_attribute& attribute : attributes)
        if (attribute.name == name) return attribute.value;
    return {};
}

xml_parser::xml_parser(xml_handler& handler, encoding of)
    : reading_(std::make_unique<reading>(handler))
{
    xmlSAXHandler sax = handlers<reading>();
    reading_->parser.reset(xmlCreatePushParserCtxt(&sax, reading_.get(), nullptr, 0, nullptr));
    if (!reading_->parser) throw std::bad_alloc();
    const int declared = of == encoding::utf8 ? XML_PARSE_IGNORE_ENC : 0;
    // NOENT only turns &amp; into & in attributes: there is no other entity to put in.
    xmlCtxtUseOptions(reading_->parser.get(), XML_PARSE_NOENT | XML_PARSE_NONET |
                                                  XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                                  XML_PARSE_NOCDATA | declared);
}

xml_parser::~xml_parser() = default;

xml_parser::state xml_parser::feed(std::string_view bytes)
{
    constexpr std::size_t piece_bytes_max = 1024 * 1024;
    while (!bytes.empty() && reading_->where == state::reading) {
        const std::string_view piece = bytes.substr(0, piece_bytes_max);
        bytes.remove_prefix(piece.size());
        const int failed =
            xmlParseChunk(reading_->parser.get(), piece.data(), static_cast<int>(piece.size()), 0);
        const xmlParserInput* input = reading_->parser->input;
        if (reading_->where != state::reading) break;
        const bool is_stuck = input != nullptr && input->end - input->cur > pending_bytes_max;
        if ((failed != 0 && reading_->parser->wellFormed == 0) || is_stuck) {
            reading_->stop(state::broken);
        }
    }
    return reading_->where;
}

xml_parser::state xml_parser::finish()
{
    if (reading_->where != state::reading) return reading_->where;
    xmlParseChunk(reading_->parser.get(), nullptr, 0, 1);
    if (reading_->where != state::reading) return reading_->where;
    reading_->where = reading_->parser->wellFormed != 0 ? state::ended : state::broken;
    return reading_->where;
}

std::size_t xml_parser::line() const
{
    const xmlParserInput* input = reading_->parser->input;
    return input == nullptr || input->line < 1 ? 1 : static_cast<std::size_t>(input->line);
}

}  // namespace parlance::extract
