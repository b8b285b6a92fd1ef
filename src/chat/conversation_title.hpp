#pragma once

#include <string>
#include <string_view>

namespace parlance::chat {

/// A title made from the first question: one line, its first sentence, cut at a word to at most
/// limits::title_characters_max characters. Never empty.
std::string conversation_title(std::string_view first_question);

}  // namespace parlance::chat
