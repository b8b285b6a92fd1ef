#include <parlance/edge/json_writer.hpp>

#include <utility>

namespace parlance::edge {
namespace {

void append_escaped(std::string& onto, char letter)
{
    constexpr std::string_view digits = "0123456789abcdef";
    switch (letter) {
        case '"': onto += "\\\""; return;
        case '\\': onto += "\\\\"; return;
        case '\n': onto += "\\n"; return;
        case '\r': onto += "\\r"; return;
        case '\t': onto += "\\t"; return;
        default: break;
    }
    const auto code = static_cast<unsigned char>(letter);
    onto += "\\u00";
    onto += digits[code >> 4U];
    onto += digits[code & 15U];
}

bool needs_escape(char letter)
{
    return static_cast<unsigned char>(letter) < 0x20 || letter == '"' || letter == '\\';
}

}  // namespace

void append_json_string(std::string& onto, std::string_view text)
{
    onto += '"';
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!needs_escape(text[at])) continue;
        onto.append(text.substr(copied, at - copied));
        append_escaped(onto, text[at]);
        copied = at + 1;
    }
    onto.append(text.substr(copied));
    onto += '"';
}

void json_writer::separate()
{
    if (std::exchange(needs_comma_, true)) written_ += ',';
}

json_writer& json_writer::open(char bracket)
{
    separate();
    written_ += bracket;
    needs_comma_ = false;
    return *this;
}

json_writer& json_writer::close(char bracket)
{
    written_ += bracket;
    needs_comma_ = true;
    return *this;
}

json_writer& json_writer::key(std::string_view name)
{
    separate();
    append_json_string(written_, name);
    written_ += ':';
    needs_comma_ = false;
    return *this;
}

json_writer& json_writer::text(std::string_view value)
{
    separate();
    append_json_string(written_, value);
    return *this;
}

json_writer& json_writer::number(std::int64_t value)
{
    separate();
    written_ += std::to_string(value);
    return *this;
}

json_writer& json_writer::flag(bool value)
{
    separate();
    written_ += value ? "true" : "false";
    return *this;
}

json_writer& json_writer::null()
{
    separate();
    written_ += "null";
    return *this;
}

json_writer& json_writer::text_field(std::string_view name, std::string_view value)
{
    return key(name).text(value);
}

json_writer& json_writer::number_field(std::string_view name, std::int64_t value)
{
    return key(name).number(value);
}

json_writer& json_writer::flag_field(std::string_view name, bool value)
{
    return key(name).flag(value);
}

json_writer& json_writer::optional_number_field(std::string_view name,
                                                std::optional<std::int64_t> value)
{
    return value ? number_field(name, *value) : *this;
}

std::string json_writer::take()
{
    needs_comma_ = false;
    return std::exchange(written_, {});
}

}  // namespace parlance::edge
