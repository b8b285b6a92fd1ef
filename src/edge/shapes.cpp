#include <parlance/edge/shapes.hpp>

#include <parlance/foundation/time.hpp>
#include <parlance/knowledge/file_name.hpp>

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
    to.number_field("text_page", text_page_of(found.is));
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
    to.text_field("media_type", cited.source->media_type);
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
    if (turn.continues) to.text_field("continues_turn_id", turn.continues->text());
    if (!turn.siblings.empty()) {
        to.key("sibling_turn_ids").array();
        for (const chat::turn_id& one : turn.siblings) to.text(one.text());
        to.end_array();
    }
    if (turn.rated) {
        to.key("feedback");
        write_feedback(to, turn.rated);
    }
    const bool has_trace = shows_trace(turn.state) && !turn.trace_id.empty();
    if (has_trace) to.text_field("trace_id", turn.trace_id);
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

void write_conversation_event(json_writer& to, const chat::conversation_now& now)
{
    to.object();
    to.text_field("conversation_id", now.summary.id.text());
    to.text_field("title", now.summary.title);
    to.text_field("updated_at", format_time(now.summary.updated_at));
    to.flag_field("is_running", now.summary.is_running);
    to.flag_field("is_deleted", now.deleted_at.has_value());
    to.end_object();
}

void write_turn_change(json_writer& to, const chat::turn_changed& change)
{
    to.object();
    to.text_field("turn_id", change.id.text());
    to.key("parent_turn_id");
    change.parent ? to.text(change.parent->text()) : to.null();
    to.text_field("state", name_of(change.state));
    to.end_object();
}

void write_match(json_writer& to, const chat::conversation_match& match)
{
    to.object();
    to.text_field("conversation_id", match.conversation.text());
    to.text_field("title", match.title);
    if (match.turn) to.text_field("turn_id", match.turn->text());
    to.text_field("place", name_of(match.place));
    to.key("snippet").array();
    for (const chat::snippet_part& part : match.snippet) {
        to.object();
        to.text_field("text", part.text);
        to.flag_field("is_match", part.is_match);
        to.end_object();
    }
    to.end_array();
    to.text_field("created_at", format_time(match.created_at));
    to.end_object();
}

void write_feedback(json_writer& to, const std::optional<chat::feedback>& rated)
{
    to.object();
    to.text_field("verdict", rated ? name_of(rated->given) : "none");
    if (rated && !rated->message.empty()) to.text_field("message_text", rated->message);
    to.end_object();
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
    if (document.page_count > 0) to.number_field("page_count", document.page_count);
    if (document.queue_place > 0) to.number_field("queue_place", document.queue_place);
    to.flag_field("is_sample", document.is_sample);
    to.text_field("created_at", format_time(document.created_at));
    to.end_object();
}

void write_text_page(json_writer& to, const knowledge::text_page& page)
{
    to.object();
    to.text_field("document_id", page.of.id.text());
    to.text_field("file_name", page.of.file_name);
    to.text_field("title", page.of.title);
    to.text_field("media_type", page.of.media_type);
    to.number_field("page", page.number);
    to.number_field("page_count", page.of.page_count);
    to.text_field("kind", name_of(knowledge::page_kind_of(page.of.media_type)));
    to.key("passages").array();
    for (const knowledge::passage& one : page.passages) {
        to.object();
        to.text_field("passage_id", one.id.text());
        to.text_field("section", one.section);
        to.text_field("text", one.text);
        to.end_object();
    }
    to.end_array().end_object();
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
