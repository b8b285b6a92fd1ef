#include <parlance/extract/xml_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/record.hpp>
#include <parlance/extract/xml_parser.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

// Of DocBook, DITA, JATS, TEI and their like.
constexpr std::array<std::string_view, 20> sections{
    "abstract", "appendix", "article", "body",       "book",      "chapter", "concept",
    "div",      "part",     "preface", "refsection", "reference", "sect1",   "sect2",
    "sect3",    "sect4",    "section", "sec",        "task",      "topic"};
constexpr std::array<std::string_view, 10> paragraphs{
    "p", "para", "simpara", "li", "listitem", "item", "note", "description", "summary", "text"};

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

class xml_collector : public xml_handler {
public:
    void start(std::string_view element, xml_attributes attributes) override
    {
        if (!open_.empty()) {
            open_.back().is_leaf = false;
            if (!is_blank(open_.back().text)) open_.back().is_mixed = true;
        }
        open_.emplace_back();
        open_.back().name = element;
        if (is_one_of(sections, element)) ++sections_open_;
        for (const xml_attribute& attribute : attributes) {
            if (attribute.name == "schemaLocation" || attribute.name == "space") continue;
            open_.back().fields.add(attribute.name, attribute.value);
        }
        open_.back().attributes = open_.back().fields.values().size();
    }

    void text(std::string_view piece) override
    {
        if (open_.empty()) return;
        open_element& own = open_.back();
        if (!own.is_leaf && !own.is_mixed && !is_blank(piece)) {
            // Text among elements: they were parts of a sentence.
            own.is_mixed = true;
            const auto& values = own.fields.values();
            for (std::size_t at = own.attributes; at < values.size(); ++at) {
                own.text += values[at];
                if (std::string_view(".,;:!?)").find(piece.front()) == std::string_view::npos) {
                    own.text += ' ';
                }
            }
            own.fields.clear();
        }
        if (own.is_leaf || own.is_mixed) own.text += piece;
    }

    void end(std::string_view name) override
    {
        open_element own = std::move(open_.back());
        open_.pop_back();
        close(own, name);
        if (is_one_of(sections, name)) --sections_open_;
    }

    [[nodiscard]] bool is_full() const override { return out_.is_full(); }
    outline& out() { return out_; }

private:
    struct open_element {
        std::string name;
        record fields;  // attributes, then the values of what it holds
        std::string text;
        std::string last_part;  // the name of the last element in it that held elements
        std::size_t attributes = 0;
        bool is_leaf = true;
        bool is_mixed = false;
    };

    static bool is_text_alone(const open_element& one) { return one.is_mixed || one.is_leaf; }

    /// What an element holds becomes values of the record around it.
    void add_values(const open_element& own, std::string_view name, record& to)
    {
        if (is_text_alone(own)) to.add(name, own.text);
        to.add_all(name, own.fields);
        if (to.bytes() > record::bytes_max) to.write_to(out_);
    }

    void close(open_element& own, std::string_view name)
    {
        const bool is_text = is_text_alone(own);
        if (open_.empty()) return is_text ? out_.paragraph(own.text) : own.fields.write_to(out_);
        open_element& parent = open_.back();
        if (is_text && parent.is_mixed) {
            parent.text += own.text;
        } else if (is_text && is_heading(name)) {
            add_heading(own.text);
        } else if (is_text && stands_alone(own)) {
            out_.paragraph(own.text);
        } else if (is_text || belongs_to(parent, own, name)) {
            add_values(own, name, parent.fields);
        } else {
            own.fields.write_to(out_);
        }
        if (!is_text) parent.last_part = name;
    }

    /// A few values that are a part of the record around them, not one more record of a list.
    static bool belongs_to(const open_element& parent, const open_element& own,
                           std::string_view name)
    {
        constexpr std::size_t part_bytes_max = 300;
        return !parent.fields.is_empty() && own.fields.bytes() < part_bytes_max &&
               parent.last_part != name && !is_one_of(sections, parent.name);
    }

    [[nodiscard]] bool is_heading(std::string_view name) const
    {
        return !open_.empty() && is_one_of(sections, open_.back().name) &&
               (name == "title" || name == "head" || name == "heading");
    }

    void add_heading(std::string_view text)
    {
        if (open_.size() == 1) return out_.title(text);
        open_.back().fields.write_to(out_);
        out_.heading(std::max<std::size_t>(sections_open_, 2) - 1, text);
    }

    /// True for a text of its own, not the value of a field.
    static bool stands_alone(const open_element& own)
    {
        constexpr std::size_t value_characters_max = 300;
        return is_one_of(paragraphs, own.name) || own.text.size() > value_characters_max;
    }

    std::vector<open_element> open_;
    std::size_t sections_open_ = 0;
    outline out_;
};

/// What stands in encoding="…" near the start; read only when the bytes do not tell.
std::string_view declared_encoding(std::string_view bytes)
{
    const std::string_view start = bytes.substr(0, std::min(bytes.find("?>"), std::size_t{200}));
    constexpr std::string_view key = "encoding=";
    const std::size_t found = start.find(key);
    if (found == std::string_view::npos || found + key.size() >= start.size()) return {};
    const std::string_view rest = start.substr(found + key.size() + 1);
    return rest.substr(0, rest.find_first_of("\"'"));
}

}  // namespace

result<document_text> read_xml(std::string_view bytes)
{
    const auto text = decode(bytes, declared_encoding(bytes));
    if (!text) return text.error();
    xml_collector collector;
    collector.out().has_no_title();
    xml_parser parser(collector, xml_parser::encoding::utf8);
    parser.feed(*text);
    switch (parser.finish()) {
        case xml_parser::state::full:
            return fail(fault::upstream_rejected, "The file holds more text than can be read.");
        case xml_parser::state::too_deep:
            return fail(fault::upstream_rejected, "The file is nested deeper than can be read.");
        case xml_parser::state::ended: break;
        default:
            return fail(fault::upstream_rejected,
                        "The XML is broken at line " + std::to_string(parser.line()) + ".");
    }
    return collector.out().finish();
}

}  // namespace parlance::extract
