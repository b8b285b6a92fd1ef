#include <parlance/knowledge/sentences.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

namespace parlance::knowledge {
namespace {

constexpr std::size_t line_bytes_max = 600;       // a longer line of a list is cut into sentences
constexpr std::size_t sentence_bytes_max = 2048;  // text without punctuation is cut at a space

constexpr std::array<std::string_view, 29> abbreviations{
    "abb", "approx", "art", "bzw", "ca",   "cf",  "ch",  "dr",  "e.g", "etc",
    "fig", "inc",    "i.e", "jr",  "ltd",  "max", "min", "mr",  "mrs", "ms",
    "no",  "nr",     "p",   "pp",  "prof", "st",  "vs",  "usw", "z.b"};

bool is_space(char letter)
{
    return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

/// Cuts off white space at both ends; adds what is left, if anything.
void add_trimmed(std::string_view text, text_range where, std::vector<text_range>& ranges)
{
    std::size_t from = where.from;
    std::size_t to = where.from + where.bytes;
    while (from < to && is_space(text[from])) ++from;
    while (to > from && is_space(text[to - 1])) --to;
    if (from == to) return;
    while (to - from > sentence_bytes_max) {
        std::size_t cut = text.rfind(' ', from + sentence_bytes_max);
        if (cut == std::string_view::npos || cut <= from) {
            cut = floor_to_character(text, from + sentence_bytes_max);
        }
        ranges.push_back({from, cut - from});
        from = cut;
        while (from < to && is_space(text[from])) ++from;
    }
    if (from < to) ranges.push_back({from, to - from});
}

/// True when the full stop at `dot` ends an abbreviation, an initial or an ordinal such as "3.".
bool is_abbreviation(std::string_view text, std::size_t line_from, std::size_t dot)
{
    std::size_t from = dot;
    while (from > line_from && !is_space(text[from - 1]) && text[from - 1] != '(') --from;
    std::string word(text.substr(from, dot - from));
    for (char& letter : word)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    if (word.size() == 1 && word[0] >= 'a' && word[0] <= 'z') return true;
    const bool is_number =
        !word.empty() && word.size() <= 2 &&
        std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_number && from == line_from) return true;  // "1. Open the valve" is one item
    return std::find(abbreviations.begin(), abbreviations.end(), word) != abbreviations.end();
}

/// 。！？ need no space behind them.
bool is_wide_mark(std::string_view letter)
{
    return letter == "\xE3\x80\x82" || letter == "\xEF\xBC\x81" || letter == "\xEF\xBC\x9F";
}

/// The bytes of a mark that may end a sentence; 0 = none.
std::size_t mark_at(std::string_view text, std::size_t at)
{
    const char letter = text[at];
    if (letter == '.' || letter == '!' || letter == '?') return 1;
    return text.substr(at, 3) == "\xE2\x80\xA6" ? 3 : 0;
}

/// The bytes of a quote, a bracket or one more mark behind a mark; 0 = none.
std::size_t closing_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view plain = "\"')].!?";
    if (plain.find(text[at]) != std::string_view::npos) return 1;
    const std::string_view curly = text.substr(at, 3);
    const bool is_quote =
        curly == "\xE2\x80\x9D" || curly == "\xE2\x80\x99" || curly == "\xE2\x80\x9C";
    return is_quote ? 3 : 0;
}

/// The bytes of the sentence end at `at` with the quotes and brackets behind it; 0 = none.
std::size_t end_mark_at(std::string_view text, std::size_t line_from, std::size_t at)
{
    if (is_wide_mark(text.substr(at, 3))) return 3;
    const char letter = text[at];
    const std::size_t mark = mark_at(text, at);
    if (mark == 0) return 0;
    std::size_t behind = at + mark;
    while (behind < text.size()) {
        const std::size_t closing = closing_at(text, behind);
        if (closing == 0) break;
        behind += closing;
    }
    if (behind < text.size() && !is_space(text[behind])) return 0;
    const bool goes_on =
        behind + 1 < text.size() && text[behind + 1] >= 'a' && text[behind + 1] <= 'z';
    if (letter == '.' && goes_on) return 0;
    if (letter == '.' && behind == at + 1 && is_abbreviation(text, line_from, at)) return 0;
    return behind - at;
}

void split_prose(std::string_view text, text_range line, std::vector<text_range>& ranges)
{
    const std::size_t to = line.from + line.bytes;
    const std::string_view until = text.substr(0, to);
    std::size_t from = line.from;
    for (std::size_t at = line.from; at < to;) {
        const std::size_t mark = end_mark_at(until, line.from, at);
        if (mark == 0) {
            ++at;
            continue;
        }
        at += mark;
        add_trimmed(text, {from, at - from}, ranges);
        from = at;
    }
    add_trimmed(text, {from, to - from}, ranges);
}

/// Takes one paragraph: text between empty lines.
void split_paragraph(std::string_view text, text_range paragraph, std::vector<text_range>& ranges)
{
    const std::size_t to = paragraph.from + paragraph.bytes;
    const bool has_lines =
        text.substr(paragraph.from, paragraph.bytes).find('\n') != std::string_view::npos;
    for (std::size_t from = paragraph.from; from < to;) {
        std::size_t end = text.find('\n', from);
        if (end == std::string_view::npos || end > to) end = to;
        const text_range line{from, end - from};
        const bool is_whole = has_lines || is_record_line(text.substr(from, end - from));
        if (is_whole && line.bytes <= line_bytes_max) {
            add_trimmed(text, line, ranges);
        } else {
            split_prose(text, line, ranges);
        }
        from = end + 1;
    }
}

}  // namespace

bool is_record_line(std::string_view line)
{
    const std::size_t colon = line.find(": ");
    const std::size_t semicolon = line.find("; ");
    return colon != std::string_view::npos && semicolon != std::string_view::npos &&
           colon < semicolon && line.find(": ", semicolon) != std::string_view::npos;
}

std::vector<text_range> sentences_of(std::string_view text)
{
    std::vector<text_range> ranges;
    for (std::size_t from = 0; from < text.size();) {
        std::size_t end = text.find("\n\n", from);
        if (end == std::string_view::npos) end = text.size();
        std::size_t start = from;
        while (start < end && text[start] == '\n') ++start;
        if (start < end) split_paragraph(text, {start, end - start}, ranges);
        from = end + 2;
    }
    return ranges;
}

std::vector<ranked_sentence> rank_sentences(const text_analyzer& analyzer,
                                            const question_terms& asked, std::string_view text)
{
    std::vector<ranked_sentence> ranked;
    for (const text_range& where : sentences_of(text)) {
        const auto terms = analyzer.terms(text.substr(where.from, where.bytes));
        ranked.push_back({where, asked.weight_in(terms)});
    }
    const auto is_better = [](const ranked_sentence& left, const ranked_sentence& right) {
        return left.score > right.score;
    };
    std::stable_sort(ranked.begin(), ranked.end(), is_better);
    return ranked;
}

std::vector<ranked_sentence> rank_sentences(const text_analyzer& analyzer,
                                            std::string_view question, std::string_view text)
{
    return rank_sentences(analyzer, question_terms(analyzer, question), text);
}

text_range best_quote(const text_analyzer& analyzer, const question_terms& asked,
                      std::string_view text)
{
    constexpr std::size_t quote_bytes_max = 480;  // two sentences; a chip shows no more
    const auto ranked = rank_sentences(analyzer, asked, text);
    if (ranked.empty()) return {0, 0};
    text_range quote = ranked.front().where;
    if (ranked.size() > 1 && ranked[1].score >= ranked[0].score / 2 && ranked[1].score > 0) {
        const text_range& second = ranked[1].where;
        const std::size_t from = std::min(quote.from, second.from);
        const std::size_t to = std::max(quote.from + quote.bytes, second.from + second.bytes);
        const std::string_view both = text.substr(from, to - from);
        const bool are_neighbours = sentences_of(both).size() == 2;
        if (are_neighbours && both.size() <= quote_bytes_max) quote = {from, to - from};
    }
    if (quote.bytes > quote_bytes_max) {
        quote.bytes = floor_to_character(text.substr(quote.from), quote_bytes_max);
    }
    return quote;
}

}  // namespace parlance::knowledge
