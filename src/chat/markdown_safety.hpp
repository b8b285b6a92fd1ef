#pragma once

#include <string>
#include <string_view>

namespace parlance::chat {

/// Markdown that a model or a document wrote, for a file that somebody opens with a program that we
/// do not know: also one that passes raw HTML on, loads pictures or follows any scheme. Tables,
/// lists, emphasis, code and links to http, https and mailto stay what they are.
///
/// A tag becomes text, a picture a link to it, a link elsewhere the text that it is written as.
/// What is code stays byte for byte where every reader of Markdown agrees that it is code;
/// elsewhere a backtick is a character, so that nothing can be code for us and markup for somebody
/// else. A block of code that was cut off is closed: what follows is not inside it.
std::string without_markup(std::string_view markdown);

/// Without control characters but line ends and tabs, and without those that turn the direction of
/// what follows around, which make code and addresses look like others. Line ends are "\n".
std::string without_controls(std::string_view text);

}  // namespace parlance::chat
