#include <parlance/chat/conversation_title.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

namespace parlance::chat {
namespace {

/// White space and control characters as single spaces, none at the ends.
std::string on_one_line(std::string_view text)
{
    std::string line;
    for (const char letter : text) {
        const bool is_space = static_cast<unsigned char>(letter) <= 0x20U || letter == 0x7F;
        if (!is_space) line += letter;
        else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

/// Up to and with the first mark that ends a sentence.
std::string_view first_sentence(std::string_view line)
{
    for (std::size_t at = 0; at + 1 < line.size(); ++at) {
        const bool is_mark = line[at] == '.' || line[at] == '?' || line[at] == '!';
        if (is_mark && line[at + 1] == ' ' && at > 8) return line.substr(0, at + 1);
    }
    return line;
}

/// The byte after the first `count` characters.
std::size_t after_characters(std::string_view text, std::size_t count)
{
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (starts && count-- == 0) break;
    }
    return at;
}

}  // namespace

std::string conversation_title(std::string_view first_question)
{
    const std::string line = on_one_line(first_question);
    if (is_blank(line)) return "Untitled conversation";  // of control characters only
    const std::string_view sentence = first_sentence(line);
    if (count_characters(sentence) <= limits::title_characters_max) return std::string(sentence);
    const std::size_t most = after_characters(sentence, limits::title_characters_max - 1);
    const std::size_t space = sentence.rfind(' ', most);
    const std::size_t cut = space == std::string_view::npos || space < most / 2 ? most : space;
    return std::string(sentence.substr(0, cut)) + "…";
}

}  // namespace parlance::chat
