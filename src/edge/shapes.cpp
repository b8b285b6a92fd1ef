#include <parlance/edge/shapes.hpp>

#include <parlance/foundation/time.hpp>

#include <algorithm>
#include <vector>

namespace parlance::edge {
namespace {

/// The latest step of every call, in the order in which the calls started.
std::vector<const chat::tool_step*> tools_of(const chat::turn_record& turn)
{
    std::vector<const chat::tool_step*> latest;
    for (const chat::placed_event& event : turn.events) {
        const auto* step = std::get_if<chat::tool_step>(&event.what);
        if (step == nullptr) continue;
        const auto same = std::find_if(latest.begin(), latest.end(), [&](const auto* other) {
            return other->call_id == step->call_id;
        });
        if (same == latest.end()) {
            latest.push_back(step);
        } else {
            *same = step;
        }
    }
    return latest;
}

const language::usage* usage_of(const chat::turn_record& turn)
{
    const language::usage* last = nullptr;
    for (const chat::placed_event& event : turn.events) {
        if (const auto* used = std::get_if<language::usage>(&event.what)) last = used;
    }
    return last;
}

void write_place_fields(json_writer& to, const knowledge::found_passage& found)
{
    to.text_field("passage_id", found.is.id.text());
    to.text_field("document_id", found.is.document.text());
    to.text_field("file_name", found.file_name);
    to.text_field("title", found.title);
    to.optional_number_field("page", found.is.page);
    if (!found.is.section.empty()) to.text_field("section", found.is.section);
}

}  // namespace

void write_citation_fields(json_writer& to, const chat::shown_citation& cited)
{
    to.number_field("number", cited.is.number);
    if (!cited.source) {
        to.text_field("passage_id", cited.is.passage.text());
        return;
    }
    write_place_fields(to, *cited.source);
    to.text_field("quote", cited.quote);
}

void write_usage_fields(json_writer& to, const language::usage& used)
{
    to.number_field("prompt_tokens", used.prompt_tokens);
    to.number_field("completion_tokens", used.completion_tokens);
    to.optional_number_field("cached_tokens", used.cached_tokens);
    to.flag_field("estimated", used.is_estimated);
}

void write_tool_fields(json_writer& to, const chat::tool_step& step)
{
    to.text_field("call_id", step.call_id);
    to.text_field("name", step.name);
    to.text_field("phase", name_of(step.phase));
    to.text_field("summary", step.summary);
}

void write_turn(json_writer& to, const chat::turn_record& turn,
                std::span<const chat::shown_citation> cited)
{
    to.object();
    to.text_field("turn_id", turn.id.text());
    to.text_field("conversation_id", turn.conversation.text());
    to.key("parent_turn_id");
    turn.parent ? to.text(turn.parent->text()) : to.null();
    to.text_field("state", name_of(turn.state));
    to.text_field("message_text", turn.question);
    to.text_field("model", turn.model);
    to.text_field("answer_text", turn.answer);
    to.key("citations").array();
    for (const chat::shown_citation& one : cited) {
        to.object();
        write_citation_fields(to, one);
        to.end_object();
    }
    to.end_array();
    to.key("tools").array();
    for (const chat::tool_step* step : tools_of(turn)) {
        to.object();
        write_tool_fields(to, *step);
        to.end_object();
    }
    to.end_array();
    if (const language::usage* used = usage_of(turn)) {
        to.key("usage").object();
        write_usage_fields(to, *used);
        to.end_object();
    }
    if (turn.failed_with) to.text_field("fault", name_of(*turn.failed_with));
    to.text_field("created_at", format_time(turn.created_at));
    if (turn.finished_at) to.text_field("finished_at", format_time(*turn.finished_at));
    to.text_field("position", chat::format_position(chat::end_of(turn)));
    to.end_object();
}

void write_conversation_fields(json_writer& to, const chat::conversation_summary& summary)
{
    to.text_field("conversation_id", summary.id.text());
    to.text_field("title", summary.title);
    to.text_field("created_at", format_time(summary.created_at));
    to.text_field("updated_at", format_time(summary.updated_at));
    to.flag_field("is_running", summary.is_running);
}

void write_document(json_writer& to, const knowledge::document& document)
{
    to.object();
    to.text_field("document_id", document.id.text());
    to.text_field("file_name", document.file_name);
    to.text_field("title", document.title);
    to.text_field("media_type", document.media_type);
    to.number_field("size_bytes", document.size_bytes);
    to.text_field("state", name_of(document.state));
    if (!document.reason.empty()) to.text_field("reason", document.reason);
    to.number_field("passage_count", document.passage_count);
    to.flag_field("is_sample", document.is_sample);
    to.text_field("created_at", format_time(document.created_at));
    to.end_object();
}

void write_passage(json_writer& to, const knowledge::found_passage& found, std::int64_t rank)
{
    to.object();
    write_place_fields(to, found);
    to.number_field("rank", rank);
    to.text_field("text", found.is.text);
    to.end_object();
}

}  // namespace parlance::edge
