#pragma once

#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/conversation_store.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

/// The citations of several turns, in order.
using citations_of_turns = std::vector<std::vector<chat::shown_citation>>;

/// A part of a conversation with the sources of its turns as JSON: schema Conversation.
std::string conversation_json(const chat::opened_conversation& opened,
                              const citations_of_turns& cited);

// The same in pieces that follow each other, of which the turns are one or more.
std::string conversation_json_start(const chat::conversation_summary& summary);
/// @param is_first  no turn is before them.
std::string turns_json(const std::vector<chat::turn_record>& turns, const citations_of_turns& cited,
                       bool is_first);
inline constexpr std::string_view conversation_json_end = "]}";

}  // namespace parlance::edge
