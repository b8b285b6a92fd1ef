#include <parlance/edge/fields.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <charconv>

namespace parlance::edge {

std::optional<std::string> objection_to_message(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos) return "must not hold the character U+0000";
    if (is_blank(text)) return "must not be empty or only white space";
    const std::size_t characters = count_characters(text);
    if (characters <= limits::message_characters_max) return std::nullopt;
    return "must have at most " + std::to_string(limits::message_characters_max) +
           " characters; it has " + std::to_string(characters);
}

std::string read_message(json_reader& from)
{
    const auto text = from.required_text("message_text");
    if (!text) return {};
    const auto objection = objection_to_message(*text);
    if (objection) from.mistake("message_text", *objection);
    return *text;
}

outcome<std::size_t> read_limit(const request& asked, std::size_t usual, std::size_t most)
{
    const std::string* text = asked.parameter("limit");
    if (text == nullptr) return usual;
    std::size_t limit = 0;
    const char* end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, limit);
    const bool is_fine = read.ec == std::errc() && read.ptr == end && limit >= 1 && limit <= most;
    if (is_fine) return limit;
    std::vector<field_mistake> mistakes;
    mistakes.push_back(
        field_mistake{"limit", "must be a whole number from 1 to " + std::to_string(most)});
    return refuse_fields(std::move(mistakes));
}

outcome<> check_no_fields(const request& asked, std::size_t json_depth_max)
{
    if (asked.body.empty()) return {};
    auto body = json_reader::parse(asked.body, json_depth_max);
    if (!body) return body.error();
    return body->check();
}

outcome<page_asked> read_page(const request& asked)
{
    const auto limit = read_limit(asked, limits::page_items_default, limits::page_items_max);
    if (!limit) return limit.error();
    const std::string* cursor = asked.parameter("cursor");
    return page_asked{cursor == nullptr ? "" : *cursor, *limit};
}

}  // namespace parlance::edge
