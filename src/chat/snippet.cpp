#include <parlance/chat/snippet.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::size_t before_match_bytes = 60;  // enough to see what it is about
constexpr std::size_t word_bytes_max = 128;     // longer is no word: base64, a path

struct range {
    std::size_t from = 0;
    std::size_t end = 0;
};

bool is_space(char letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

bool is_letter(char letter)
{
    const auto code = static_cast<std::uint8_t>(letter);
    return code >= 0x80U || (code >= '0' && code <= '9') || ((code | 0x20U) - 'a') < 26U;
}

/// Han, kana and Hangul stand without spaces between words. Three bytes from U+3040 to U+9FFF and
/// from U+AC00 on, or a rare one of four bytes.
bool is_ideograph(std::string_view rest)
{
    const auto lead = static_cast<std::uint8_t>(rest.front());
    const auto second = rest.size() < 2 ? std::uint8_t{0} : static_cast<std::uint8_t>(rest[1]);
    if (lead == 0xE3U) return second >= 0x81U;
    return (lead >= 0xE4U && lead <= 0xEDU) || (lead == 0xF0U && second >= 0xA0U);
}

std::size_t end_of_character(std::string_view text, std::size_t at)
{
    ++at;
    while (at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
}

/// Finds the words of a text that hold a wanted term, front to back.
class match_finder {
public:
    match_finder(std::string_view text, const std::set<std::string>& wanted,
                 const knowledge::text_analyzer& analyzer)
        : text_(text), wanted_(wanted), analyzer_(analyzer), language_(analyzer.language_of(text))
    {
    }

    /// The next match that starts before `limit`.
    std::optional<range> next(std::size_t limit)
    {
        while (at_ < std::min(limit, text_.size())) {
            const std::size_t from = at_;
            if (is_space(text_[from])) {
                ++at_;
            } else if (is_ideograph(text_.substr(from))) {
                at_ = end_of_character(text_, from);
                if (auto found = ideographs_at(from)) return found;
            } else {
                at_ = end_of_word(from);
                if (is_wanted(range{from, at_})) return trimmed(range{from, at_});
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] bool is_wanted(range which) const
    {
        // A word alone does not tell its language: it is that of the text around it.
        const auto word = text_.substr(which.from, which.end - which.from);
        const auto terms = analyzer_.terms(word, language_);
        return std::any_of(terms.begin(), terms.end(),
                           [&](const std::string& term) { return wanted_.contains(term); });
    }

    /// Terms of such scripts are single characters or pairs of them.
    std::optional<range> ideographs_at(std::size_t from)
    {
        const std::size_t end = at_;
        if (end < text_.size() && is_ideograph(text_.substr(end))) {
            const range pair{from, end_of_character(text_, end)};
            if (is_wanted(pair)) return pair;
        }
        if (is_wanted(range{from, end})) return range{from, end};
        return std::nullopt;
    }

    /// Words are parted by spaces and slashes: a dot or a hyphen may belong to one.
    [[nodiscard]] std::size_t end_of_word(std::size_t from) const
    {
        std::size_t end = end_of_character(text_, from);
        while (end < text_.size() && end - from < word_bytes_max) {
            const bool parts = is_space(text_[end]) || text_[end] == '/' || text_[end] == '|';
            if (parts || is_ideograph(text_.substr(end))) break;
            end = end_of_character(text_, end);
        }
        return end;
    }

    /// Without the signs around it: "**Warranty**:" is Warranty.
    [[nodiscard]] range trimmed(range which) const
    {
        const range whole = which;
        while (which.from < which.end && !is_letter(text_[which.from])) ++which.from;
        while (which.end > which.from && !is_letter(text_[which.end - 1])) --which.end;
        return which.from < which.end ? which : whole;
    }

    std::string_view text_;
    const std::set<std::string>& wanted_;
    const knowledge::text_analyzer& analyzer_;
    knowledge::text_language language_;
    std::size_t at_ = 0;
};

/// What is shown: some bytes before the match, from the start of a word on, and the rest after it.
range window_around(std::string_view text, std::size_t match)
{
    range shown;
    if (match > before_match_bytes) {
        const std::size_t least = match - before_match_bytes;
        const std::size_t space = text.find_first_of(" \t\n\r", least);
        shown.from = space < match ? space : floor_to_character(text, least);
    }
    shown.end = std::min(shown.from + snippet_bytes_max, text.size());
    if (shown.end == text.size()) return shown;
    const std::size_t space = text.find_last_of(" \t\n\r", shown.end);
    const bool is_far =
        space == std::string_view::npos || space < shown.end - snippet_bytes_max / 3;
    shown.end = is_far || space <= match ? floor_to_character(text, shown.end) : space;
    return shown;
}

/// Puts pieces together and makes white space single spaces.
class part_writer {
public:
    void add(std::string_view text, bool is_match)
    {
        std::string line;
        for (const char letter : text) {
            const bool is_gap = is_space(letter);
            if (is_gap && is_after_space_) continue;
            line += is_gap ? ' ' : letter;
            is_after_space_ = is_gap;
        }
        if (line.empty()) return;
        if (!parts_.empty() && parts_.back().is_match == is_match) parts_.back().text += line;
        else parts_.push_back(snippet_part{std::move(line), is_match});
    }
    std::vector<snippet_part> take()
    {
        if (parts_.empty()) return {};
        std::string& last = parts_.back().text;
        if (last.ends_with(' ')) last.pop_back();
        if (last.empty()) parts_.pop_back();
        return std::move(parts_);
    }

private:
    std::vector<snippet_part> parts_;
    bool is_after_space_ = true;
};

}  // namespace

std::vector<snippet_part> make_snippet(std::string_view text, const std::set<std::string>& wanted,
                                       const knowledge::text_analyzer& analyzer)
{
    match_finder finder(text, wanted, analyzer);
    std::optional<range> match = finder.next(snippet_search_bytes_max);
    const range shown = window_around(text, match ? match->from : 0);
    part_writer parts;
    if (shown.from > 0) parts.add("… ", false);
    std::size_t at = shown.from;
    for (; match && match->from < shown.end; match = finder.next(shown.end)) {
        const std::size_t from = std::max(match->from, at);  // pairs of ideographs overlap
        const std::size_t end = std::min(match->end, shown.end);
        if (end <= from) continue;
        parts.add(text.substr(at, from - at), false);
        parts.add(text.substr(from, end - from), true);
        at = end;
    }
    parts.add(text.substr(at, shown.end - at), false);
    if (shown.end < text.size()) parts.add(" …", false);
    return parts.take();
}

}  // namespace parlance::chat
