#pragma once

#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/knowledge/document.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/language/language_model.hpp>

#include <optional>
#include <span>

// How things of the domain look in JSON: api/openapi.yaml, one function a schema.
namespace parlance::edge {

/// @param cited  the turn's citations, in order.
void write_turn(json_writer& to, const chat::turn_record& turn,
                std::span<const chat::shown_citation> cited);
/// The fields of a citation, without the brackets. Of a source that may not be read any more only
/// number and passage are shown.
void write_citation_fields(json_writer& to, const chat::shown_citation& cited);
void write_usage_fields(json_writer& to, const language::usage& used);
void write_tool_fields(json_writer& to, const chat::tool_step& step);
/// The fields of a summary, without the brackets: an opened conversation adds its turns.
void write_conversation_fields(json_writer& to, const chat::conversation_summary& summary);
void write_conversation_event(json_writer& to, const chat::conversation_now& now);
void write_turn_change(json_writer& to, const chat::turn_changed& change);
void write_match(json_writer& to, const chat::conversation_match& match);
void write_feedback(json_writer& to, const std::optional<chat::feedback>& rated);
void write_document(json_writer& to, const knowledge::document& document);
void write_text_page(json_writer& to, const knowledge::text_page& page);
/// @param rank  from 1.
void write_passage(json_writer& to, const knowledge::found_passage& found, std::int64_t rank);

}  // namespace parlance::edge
