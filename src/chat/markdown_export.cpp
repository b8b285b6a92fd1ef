#include <parlance/chat/markdown_export.hpp>

#include <parlance/chat/markdown_safety.hpp>
#include <parlance/knowledge/file_name.hpp>

#include <map>
#include <string_view>

namespace parlance::chat {
namespace {

/// On one line, without a meaning of its own in Markdown.
std::string escaped(std::string_view text)
{
    std::string line;
    for (const char letter : without_controls(text)) {
        const bool is_sign =
            std::string_view("\\`*_[]>#|~!").find(letter) != std::string_view::npos;
        const bool is_space = letter == '\n' || letter == '\t';
        if (is_sign) line += '\\';
        // As entities: not every reader of Markdown knows them behind a backslash.
        if (letter == '<') line += "&lt;";
        else if (letter == '&') line += "&amp;";
        else if (!is_space) line += letter;
        else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

bool is_one_short_line(std::string_view text)
{
    constexpr std::size_t heading_bytes_max = 200;
    return text.size() <= heading_bytes_max && text.find('\n') == std::string_view::npos;
}

/// A long question is quoted under its heading: a heading is one line.
std::string heading_of(const turn_record& turn)
{
    if (is_one_short_line(turn.question)) return "## " + escaped(turn.question) + "\n\n";
    std::string text = "## Question\n\n> ";
    for (const char letter : without_markup(turn.question)) {
        text += letter;
        if (letter == '\n') text += "> ";
    }
    return text + "\n\n";
}

std::string_view note_of(turn_state state)
{
    switch (state) {
        case turn_state::queued:
        case turn_state::running: return "*This answer is still being written.*";
        case turn_state::stopped: return "*This answer was stopped; it is not complete.*";
        case turn_state::interrupted: return "*This answer was interrupted; it is not complete.*";
        case turn_state::failed: return "*This answer failed; it is not complete.*";
        case turn_state::completed: return {};
    }
    return {};
}

std::string source_line(const shown_citation& cited)
{
    std::string line = "- [" + std::to_string(cited.is.number) + "] ";
    if (!cited.source) return line + "no longer available\n";
    const knowledge::found_passage& source = *cited.source;
    line += escaped(source.title.empty() ? source.file_name : source.title);
    if (!source.title.empty() && source.title != source.file_name) {
        line += " (" + escaped(source.file_name) + ")";
    }
    if (source.is.page) {
        line += ", ";
        line += knowledge::name_of(knowledge::page_kind_of(source.media_type));
        line += ' ' + std::to_string(*source.is.page);
    }
    if (!source.is.section.empty()) line += ", section " + escaped(source.is.section);
    return line + "\n";
}

std::string sources_of(const std::vector<shown_citation>& cited)
{
    // The same number may be named often.
    std::map<std::int64_t, const shown_citation*> by_number;
    for (const shown_citation& one : cited) by_number.emplace(one.is.number, &one);
    if (by_number.empty()) return {};
    std::string text = "Sources:\n\n";
    for (const auto& [number, one] : by_number) text += source_line(*one);
    return text + "\n";
}

}  // namespace

std::string markdown_title(const conversation_summary& summary)
{
    return "# " + escaped(summary.title) + "\n";
}

std::string markdown_of(const turn_record& turn, const std::vector<shown_citation>& cited)
{
    std::string text = "\n" + heading_of(turn);
    if (!turn.answer.empty()) text += without_markup(turn.answer) + "\n\n";
    const std::string_view note = note_of(turn.state);
    if (!note.empty()) text.append(note).append("\n\n");
    text += sources_of(cited);
    text.pop_back();  // of the two line ends
    return text;
}

}  // namespace parlance::chat
