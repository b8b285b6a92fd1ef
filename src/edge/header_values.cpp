#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <utility>

namespace parlance::edge {
namespace {

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Takes a quoted string off the front; `text` starts after its opening quote.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char letter = text[at];
        if (letter == '"') {
            text.remove_prefix(at + 1);
            return plain;
        }
        const bool is_escape =
            letter == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\');
        if (is_escape) letter = text[++at];
        plain += letter;
    }
    return std::nullopt;
}

std::optional<std::string> take_value(std::string_view& text)
{
    if (text.starts_with('"')) {
        text.remove_prefix(1);
        return take_quoted(text);
    }
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string value(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    if (value.empty()) return std::nullopt;
    return value;
}

/// The next entry of a comma-separated list without quoted strings.
std::string_view take_entry(std::string_view& list)
{
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view entry = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return entry;
}

/// "0.8" as 800; nothing when it is no quality. @source RFC 9110, section 12.4.2.
std::optional<int> parse_quality(std::string_view text)
{
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    int quality = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return std::nullopt;
    int weight = 100;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (digit < '0' || digit > '9') return std::nullopt;
        quality += (digit - '0') * weight;
        weight /= 10;
    }
    if (quality > 1000) return std::nullopt;
    return quality;
}

int quality_of(std::string_view parameters)
{
    while (!parameters.empty()) {
        const std::size_t end = std::min(parameters.find(';'), parameters.size());
        const std::string_view one = trimmed(parameters.substr(0, end));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
        if (one.size() > 2 && lower(one[0]) == 'q' && one[1] == '=') {
            return parse_quality(one.substr(2)).value_or(0);
        }
    }
    return 1000;
}

/// How exactly `range` names `name`: 3 = itself, 2 = its type, 1 = anything, 0 = not at all.
int specificity(std::string_view range, std::string_view name)
{
    if (equals_ignoring_case(range, name)) return 3;
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos && range.size() == slash + 2 && range.ends_with("/*") &&
        equals_ignoring_case(range.substr(0, slash), name.substr(0, slash))) {
        return 2;
    }
    return range == "*" || range == "*/*" ? 1 : 0;
}

}  // namespace

bool equals_ignoring_case(std::string_view one, std::string_view other)
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](char left, char right) { return lower(left) == lower(right); });
}

std::string lower_case(std::string_view text)
{
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), lower);
    return made;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

const std::string* parameterised::find(std::string_view name) const
{
    for (const parameter& one : parameters) {
        if (one.name == name) return &one.value;
    }
    return nullptr;
}

std::optional<parameterised> parse_parameterised(std::string_view text)
{
    parameterised parsed;
    const std::size_t end = std::min(text.find(';'), text.size());
    parsed.value = lower_case(trimmed(text.substr(0, end)));
    text.remove_prefix(end);
    while (!text.empty()) {
        text.remove_prefix(1);  // the semicolon
        text = trimmed(text);
        if (text.empty()) break;
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        std::string name = lower_case(trimmed(text.substr(0, equals)));
        text.remove_prefix(equals + 1);
        auto value = take_value(text);
        if (!value || name.empty() || parsed.find(name) != nullptr) return std::nullopt;
        parsed.parameters.push_back({std::move(name), std::move(*value)});
        text = trimmed(text);
        if (!text.empty() && !text.starts_with(';')) return std::nullopt;
    }
    return parsed;
}

std::optional<int> preference(std::string_view header, std::string_view name)
{
    int best = 0;
    std::optional<int> quality;
    while (!header.empty()) {
        const std::string_view entry = take_entry(header);
        const std::size_t end = std::min(entry.find(';'), entry.size());
        const int how_exact = specificity(trimmed(entry.substr(0, end)), name);
        if (how_exact <= best) continue;
        best = how_exact;
        quality = quality_of(end < entry.size() ? entry.substr(end + 1) : std::string_view());
    }
    return quality;
}

bool names_entity_tag(std::string_view if_none_match, std::string_view tag)
{
    while (!if_none_match.empty()) {
        std::string_view entry = take_entry(if_none_match);
        if (entry == "*") return true;
        // If-None-Match compares weakly. @source RFC 9110, section 13.1.2.
        if (entry.starts_with("W/")) entry.remove_prefix(2);
        if (entry == tag) return true;
    }
    return false;
}

}  // namespace parlance::edge
