#include <parlance/runtime/readable_log.hpp>

#include <parlance/foundation/terminal_text.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <type_traits>
#include <utility>
#include <variant>

namespace parlance::runtime {
namespace {

constexpr std::int64_t first_failed_status = 400;
constexpr std::int64_t first_own_failure = 500;  // of us, not of the one who asked

constexpr std::string_view dim = "\x1b[2m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view bold_yellow = "\x1b[1;33m";
constexpr std::string_view bold_red = "\x1b[1;31m";
constexpr std::string_view plain = "\x1b[0m";

std::string painted(std::string text, std::string_view colour, log_colours colours)
{
    if (colours == log_colours::none || colour.empty()) return text;
    return std::string(colour) + std::move(text) + std::string(plain);
}

/// hh:mm:ss where this machine stands.
std::string local_time(wall_time when)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(when));
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
    return text.data();
}

/// As wide as the longest.
std::string word_for(log_level level)
{
    switch (level) {
        case log_level::debug: return "debug  ";
        case log_level::info: return "info   ";
        case log_level::warn: return "warning";
        case log_level::error: return "error  ";
    }
    return "error  ";
}

std::string_view colour_of_word(log_level level)
{
    if (level == log_level::error) return bold_red;
    return level == log_level::warn ? bold_yellow : dim;
}

std::string in_words(std::string_view name)
{
    std::string words = shown_line(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string shown_value(const std::string& text)
{
    const bool is_word = text.find_first_of(" \"=") == std::string::npos;
    return is_word ? shown_line(text) : '"' + shown_line(text) + '"';
}

/// One digit behind the point: it is milliseconds mostly.
std::string shown_number(double value)
{
    std::array<char, 64> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.1f", value);
    return length > 0 && length < static_cast<int>(text.size()) ? text.data() : "?";
}

std::string shown(const log_field& field)
{
    return std::visit(
        [](const auto& value) -> std::string {
            using kind = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<kind, std::string>) return shown_value(value);
            else if constexpr (std::is_same_v<kind, bool>) return value ? "yes" : "no";
            else if constexpr (std::is_same_v<kind, double>) return shown_number(value);
            else return std::to_string(value);
        },
        field.value);
}

std::int64_t status_in(const log_entry& entry)
{
    for (const log_field& field : entry.fields) {
        const auto* number = std::get_if<std::int64_t>(&field.value);
        if (field.key == "status" && number != nullptr) return *number;
    }
    return 0;
}

bool is_id(const log_field& field)
{
    return field.key.ends_with("_id");
}

bool says_something(const log_field& field)
{
    const auto* text = std::get_if<std::string>(&field.value);
    return text == nullptr || !text->empty();
}

std::string pair_of(const log_field& field, log_colours colours)
{
    return "  " + painted(in_words(field.key) + '=', dim, colours) + shown(field);
}

}  // namespace

std::string readable_line(const log_entry& entry, log_colours colours)
{
    log_level level = entry.level;
    if (entry.event == "request_finished") {
        const std::int64_t status = status_in(entry);
        if (status < first_failed_status) return {};
        if (status >= first_own_failure) level = std::max(level, log_level::warn);
    }
    std::string line = painted(local_time(entry.when), dim, colours) + ' ';
    line += painted(word_for(level), colour_of_word(level), colours) + ' ';
    line += painted(in_words(entry.event), level >= log_level::warn ? bold : "", colours);
    std::string ids;
    for (const log_field& field : entry.fields) {
        if (!says_something(field)) continue;
        (is_id(field) ? ids : line) += pair_of(field, colours);
    }
    // An id is looked up when something is wrong; until then it is noise.
    if (level >= log_level::warn) line += ids;
    return line + '\n';
}

readable_log::readable_log(const clock& now, std::FILE* out, manner how)
    : now_(now), out_(out), how_(how)
{
    tzset();  // which localtime_r need not do
}

void readable_log::log(log_level level, std::string_view event,
                       std::initializer_list<log_field> fields)
{
    if (level < how_.least) return;
    out_.write(readable_line({now_.wall(), level, event, fields}, how_.colours));
}

}  // namespace parlance::runtime
