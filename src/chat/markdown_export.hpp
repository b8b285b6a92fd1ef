#pragma once

#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/conversation_store.hpp>

#include <string>
#include <vector>

namespace parlance::chat {

/// A conversation as a Markdown document: each question as a heading, its answer as it is written,
/// then the sources that the answer names. What is not a whole answer says so.
/// @param cited  the citations of each turn, in order.
std::string as_markdown(const opened_conversation& conversation,
                        const std::vector<std::vector<shown_citation>>& cited);

}  // namespace parlance::chat
