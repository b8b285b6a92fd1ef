#include <parlance/stored_form/event_payload.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

namespace parlance::stored_form {
namespace json = boost::json;
namespace {

/// The members of an event. Remembers whether one was missing or of another kind.
class members {
public:
    explicit members(const json::object& from) : from_(from) {}

    std::string text(std::string_view key)
    {
        const json::value* found = from_.if_contains(key);
        const json::string* text = found == nullptr ? nullptr : found->if_string();
        if (text == nullptr) return missing(std::string());
        return {text->data(), text->size()};
    }
    std::int64_t number(std::string_view key)
    {
        const json::value* found = from_.if_contains(key);
        const std::int64_t* number = found == nullptr ? nullptr : found->if_int64();
        return number == nullptr ? missing(std::int64_t{0}) : *number;
    }
    [[nodiscard]] bool has(std::string_view key) const { return from_.contains(key); }
    [[nodiscard]] bool is_true(std::string_view key) const
    {
        const json::value* found = from_.if_contains(key);
        return found != nullptr && found->is_bool() && found->get_bool();
    }
    template <class Value>
    Value missing(Value instead)
    {
        are_whole_ = false;
        return instead;
    }
    [[nodiscard]] bool are_whole() const { return are_whole_; }

private:
    const json::object& from_;
    bool are_whole_ = true;
};

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

chat::turn_event tool_step_from(members& from)
{
    const auto phase = chat::tool_phase_named(from.text("phase"));
    if (!phase) from.missing(0);
    return chat::tool_step{from.text("call_id"), from.text("name"),
                           phase.value_or(chat::tool_phase::failed), from.text("summary")};
}

chat::turn_event citation_from(members& from)
{
    const auto passage = knowledge::passage_id::parse(from.text("passage"));
    if (!passage) from.missing(0);
    return chat::citation{from.number("number"),
                          passage.value_or(knowledge::passage_id(uuid_bytes{})),
                          from.number("quote_from"), from.number("quote_bytes")};
}

chat::turn_event usage_from(members& from)
{
    language::usage used;
    used.prompt_tokens = from.number("prompt_tokens");
    used.completion_tokens = from.number("completion_tokens");
    if (from.has("cached_tokens")) used.cached_tokens = from.number("cached_tokens");
    used.is_estimated = from.is_true("is_estimated");
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

result<chat::turn_event> event_from(std::string_view kind, std::string_view text)
{
    constexpr auto unreadable = "the database holds an event that cannot be read";
    json::parse_options options;
    options.allow_invalid_utf8 = true;  // what came in goes out; this is no place to judge it
    boost::system::error_code failed;
    const json::value parsed = json::parse(text, failed, {}, options);
    const json::object* object = failed ? nullptr : parsed.if_object();
    if (object == nullptr) return fail(fault::internal, unreadable);
    members from(*object);
    std::optional<chat::turn_event> read;
    if (kind == "tool") read = tool_step_from(from);
    if (kind == "citation") read = citation_from(from);
    if (kind == "usage") read = usage_from(from);
    if (!read || !from.are_whole()) return fail(fault::internal, unreadable);
    return *read;
}

}  // namespace parlance::stored_form
