#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/event_payload.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <type_traits>
#include <variant>

namespace parlance::sqlite {
namespace json = boost::json;
namespace {

[[noreturn]] void refuse_row()
{
    throw refusal(fail(fault::internal, "the database holds an event that cannot be read"));
}

std::string text_in(const json::object& from, std::string_view key)
{
    const json::value* found = from.if_contains(key);
    const json::string* text = found == nullptr ? nullptr : found->if_string();
    if (text == nullptr) refuse_row();
    return {text->data(), text->size()};
}

std::int64_t number_in(const json::object& from, std::string_view key)
{
    const json::value* found = from.if_contains(key);
    const std::int64_t* number = found == nullptr ? nullptr : found->if_int64();
    if (number == nullptr) refuse_row();
    return *number;
}

json::object object_of(const chat::tool_step& step)
{
    return {{"call_id", step.call_id},
            {"name", step.name},
            {"phase", chat::name_of(step.phase)},
            {"summary", step.summary}};
}

json::object object_of(const chat::citation& cited)
{
    return {{"number", cited.number},
            {"passage", cited.passage.text()},
            {"quote_from", cited.quote_from},
            {"quote_bytes", cited.quote_bytes}};
}

json::object object_of(const language::usage& used)
{
    json::object made{{"prompt_tokens", used.prompt_tokens},
                      {"completion_tokens", used.completion_tokens},
                      {"is_estimated", used.is_estimated}};
    if (used.cached_tokens) made["cached_tokens"] = *used.cached_tokens;
    return made;
}

std::string_view kind_of(const chat::tool_step&)
{
    return "tool";
}
std::string_view kind_of(const chat::citation&)
{
    return "citation";
}
std::string_view kind_of(const language::usage&)
{
    return "usage";
}

chat::tool_step tool_step_from(const json::object& from)
{
    const auto phase = chat::tool_phase_named(text_in(from, "phase"));
    if (!phase) refuse_row();
    return {text_in(from, "call_id"), text_in(from, "name"), *phase, text_in(from, "summary")};
}

chat::citation citation_from(const json::object& from)
{
    const auto passage = knowledge::passage_id::parse(text_in(from, "passage"));
    if (!passage) refuse_row();
    return {number_in(from, "number"), *passage, number_in(from, "quote_from"),
            number_in(from, "quote_bytes")};
}

language::usage usage_from(const json::object& from)
{
    language::usage used;
    used.prompt_tokens = number_in(from, "prompt_tokens");
    used.completion_tokens = number_in(from, "completion_tokens");
    if (from.contains("cached_tokens")) used.cached_tokens = number_in(from, "cached_tokens");
    const json::value* estimated = from.if_contains("is_estimated");
    used.is_estimated = estimated != nullptr && estimated->is_bool() && estimated->get_bool();
    return used;
}

}  // namespace

event_payload payload_of(const chat::turn_event& what)
{
    return std::visit(
        [](const auto& event) {
            return event_payload{kind_of(event), json::serialize(object_of(event))};
        },
        what);
}

chat::turn_event event_from(std::string_view kind, std::string_view text)
{
    json::parse_options options;
    options.allow_invalid_utf8 = true;  // what came in goes out; this is no place to judge it
    boost::system::error_code failed;
    const json::value parsed = json::parse(text, failed, {}, options);
    const json::object* from = failed ? nullptr : parsed.if_object();
    if (from == nullptr) refuse_row();
    if (kind == "tool") return tool_step_from(*from);
    if (kind == "citation") return citation_from(*from);
    if (kind == "usage") return usage_from(*from);
    refuse_row();
}

}  // namespace parlance::sqlite
