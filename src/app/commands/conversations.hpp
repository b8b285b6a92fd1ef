#pragma once

#include <parlance/app/commands/ask.hpp>

#include <string>

namespace parlance::app {

// Each returns the exit status.

/// Lists conversations, the newest first.
int list_conversations(output_format as);
/// Prints one: Markdown as text, everything as JSON.
int show_conversation(const std::string& conversation_id, output_format as);
/// Searches titles, questions and answers. 1 when nothing was found.
int search_conversations(const std::string& words, output_format as);
int rename_conversation(const std::string& conversation_id, const std::string& title);
/// @param action  delete or restore.
int change_conversation(const std::string& action, const std::string& conversation_id);

}  // namespace parlance::app
