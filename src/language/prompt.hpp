#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parlance::language {

/// A passage that the model may quote, by its number.
struct numbered_source {
    std::size_t number = 0;  // from 1, as in "[1]"
    std::string title;       // of the document
    std::string place;       // "page 2", "section Warranty" or empty
    std::string text;        // UTF-8, word for word
};

/// An earlier question and what was answered.
struct earlier_exchange {
    std::string question;
    std::string answer;
};

/// Everything a model is given for one answer.
struct prompt {
    std::vector<earlier_exchange> history;  // oldest first
    std::string question;
    std::vector<numbered_source> sources;  // best first
    bool sources_answer = false;           // retrieval believes that they hold the answer
    /// An answer to the question that broke off: the model goes on where it ends.
    std::optional<std::string> begun_answer{};
};

enum class speaker { system, user, assistant };

/// One message as chat models take it.
struct message {
    speaker from = speaker::user;
    std::string text;
};

/// The prompt as messages: instructions, history, then the question with its sources fenced as
/// data. A source cannot close its own fence.
std::vector<message> as_messages(const prompt& asked);

/// A rough count for models that do not say: one token is about four bytes of text.
std::size_t estimated_tokens(std::size_t bytes);

}  // namespace parlance::language
