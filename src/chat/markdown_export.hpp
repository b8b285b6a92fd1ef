#pragma once

#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/conversation_store.hpp>

#include <string>
#include <vector>

namespace parlance::chat {

// A conversation as a Markdown document, in parts that follow each other: its title, then each
// question as a heading, its answer as it is written and the sources that the answer names. What is
// not a whole answer says so.
std::string markdown_title(const conversation_summary& summary);
/// @param cited  the turn's citations, in order.
std::string markdown_of(const turn_record& turn, const std::vector<shown_citation>& cited);

}  // namespace parlance::chat
