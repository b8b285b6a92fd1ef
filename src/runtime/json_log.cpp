#include <parlance/runtime/json_log.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/foundation/time.hpp>

#include <cmath>
#include <type_traits>

namespace parlance::runtime {
namespace {

std::string_view name_of_level(log_level level)
{
    switch (level) {
        case log_level::debug: return "debug";
        case log_level::info: return "info";
        case log_level::warn: return "warn";
        case log_level::error: return "error";
    }
    return "error";
}

void append_escaped(std::string& out, char letter)
{
    constexpr std::string_view hex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
        out += '\\';
        out += letter;
    } else if (code < 0x20U) {
        out += "\\u00";
        out += hex[code >> 4U];
        out += hex[code & 0x0FU];
    } else {
        out += letter;
    }
}

/// JSON has no word for what is no finite number.
std::string number(double value)
{
    return std::isfinite(value) ? std::to_string(value) : "null";
}

std::string written(const std::variant<std::string, std::int64_t, double, bool>& value)
{
    return std::visit(
        [](const auto& one) -> std::string {
            using kind = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<kind, std::string>) return json_string(one);
            else if constexpr (std::is_same_v<kind, bool>) return one ? "true" : "false";
            else if constexpr (std::is_same_v<kind, double>) return number(one);
            else return std::to_string(one);
        },
        value);
}

}  // namespace

std::string json_string(std::string_view text)
{
    std::string out = "\"";
    if (is_utf8(text)) {
        for (const char letter : text) append_escaped(out, letter);
    } else {
        for (const char letter : text) {
            if (static_cast<unsigned char>(letter) < 0x80U) append_escaped(out, letter);
            else out += "\xEF\xBF\xBD";
        }
    }
    return out + '"';
}

std::string json_line(const log_entry& entry)
{
    std::string line = R"({"time":")" + format_time(entry.when) + R"(","level":")";
    line += name_of_level(entry.level);
    line += R"(","event":)" + json_string(entry.event);
    for (const log_field& field : entry.fields) {
        line += ',' + json_string(field.key) + ':' + written(field.value);
    }
    return line + "}\n";
}

json_log::json_log(const clock& now, std::FILE* out, log_level least)
    : now_(now), out_(out), least_(least)
{
}

void json_log::log(log_level level, std::string_view event, std::initializer_list<log_field> fields)
{
    if (level < least_) return;
    out_.write(json_line({now_.wall(), level, event, fields}));
}

}  // namespace parlance::runtime
