#include <parlance/knowledge/passages.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/knowledge/sentences.hpp>

#include <algorithm>

namespace parlance::knowledge {
namespace {

/// What is not cut further unless it must be, and what stood before it.
struct unit {
    std::string_view text;
    std::string_view separator;  // "\n\n", "\n" or " "
    std::size_t words = 0;
};

bool fits(const unit& part)
{
    return part.words <= limits::passage_words_max && part.text.size() <= limits::passage_bytes_max;
}

void add_unit(std::string_view text, std::string_view separator, std::vector<unit>& units)
{
    if (text.empty() || is_blank(text)) return;
    units.push_back({text, separator, count_words(text)});
}

/// The last space up to which a text fits into a passage; 0: there is none, or a word is too long.
std::size_t last_space_within(std::string_view text)
{
    std::size_t cut = 0;
    std::size_t words = 0;
    while (cut < text.size() && words < limits::passage_words_max) {
        const std::size_t space = std::min(text.find(' ', cut + 1), text.size());
        if (space > limits::passage_bytes_max) break;
        words += count_words(text.substr(cut, space - cut));
        if (words > limits::passage_words_max) return 0;
        cut = space;
    }
    return cut;
}

/// Cuts a sentence that fits no passage at spaces, or between characters where there are none.
void add_pieces(std::string_view text, std::string_view separator, std::vector<unit>& units)
{
    while (!text.empty()) {
        std::size_t cut = last_space_within(text);
        if (cut == 0) {
            // Without spaces 400 words are 800 characters of up to four bytes.
            const std::size_t most =
                std::min(limits::passage_bytes_max, limits::passage_words_max * 2);
            cut = floor_to_character(text, std::min(most, text.size()));
        }
        add_unit(text.substr(0, cut), separator, units);
        separator = cut < text.size() && text[cut] == ' ' ? " " : "";
        text.remove_prefix(std::min(text.size(), cut + separator.size()));
    }
}

void add_sentences(std::string_view line, std::string_view separator, std::vector<unit>& units)
{
    for (const text_range& where : sentences_of(line)) {
        const std::string_view sentence = line.substr(where.from, where.bytes);
        const unit whole{sentence, separator, count_words(sentence)};
        if (fits(whole)) {
            units.push_back(whole);
        } else {
            add_pieces(sentence, separator, units);
        }
        separator = " ";
    }
}

void add_lines(std::string_view paragraph, std::string_view separator, std::vector<unit>& units)
{
    while (!paragraph.empty()) {
        const std::size_t end = std::min(paragraph.find('\n'), paragraph.size());
        const std::string_view line = paragraph.substr(0, end);
        const unit whole{line, separator, count_words(line)};
        if (fits(whole)) {
            add_unit(line, separator, units);
        } else {
            add_sentences(line, separator, units);
        }
        separator = "\n";
        paragraph.remove_prefix(std::min(paragraph.size(), end + 1));
    }
}

std::vector<unit> units_of(std::string_view text)
{
    std::vector<unit> units;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find("\n\n"), text.size());
        const std::string_view paragraph = text.substr(0, end);
        const unit whole{paragraph, "\n\n", count_words(paragraph)};
        // A paragraph of more than the least length would make passages uneven: its lines and
        // sentences are the units then.
        if (whole.words < limits::passage_words_min && fits(whole)) {
            add_unit(paragraph, "\n\n", units);
        } else {
            add_lines(paragraph, "\n\n", units);
        }
        text.remove_prefix(std::min(text.size(), end + 2));
    }
    std::vector<unit> finer;
    for (const unit& part : units) {
        const bool is_prose =
            part.text.find('\n') == std::string_view::npos && !is_record_line(part.text);
        if (part.words >= limits::passage_words_min && is_prose) {
            add_sentences(part.text, part.separator, finer);
        } else {
            finer.push_back(part);
        }
    }
    return finer;
}

/// Joins units to texts of about the same length, each within the limits.
std::vector<std::string> join_units(const std::vector<unit>& units)
{
    std::size_t words_total = 0;
    for (const unit& part : units) words_total += part.words;
    constexpr std::size_t middle = (limits::passage_words_min + limits::passage_words_max) / 2;
    const std::size_t count =
        words_total <= limits::passage_words_max ? 1 : (words_total + middle - 1) / middle;
    const std::size_t words_wanted = (words_total + count - 1) / count;

    std::vector<std::string> texts;
    std::string text;
    std::size_t words = 0;
    for (const unit& part : units) {
        const bool is_full = words >= words_wanted ||
                             words + part.words > limits::passage_words_max ||
                             text.size() + part.text.size() + 2 > limits::passage_bytes_max;
        if (is_full && !text.empty()) {
            texts.push_back(std::move(text));
            text.clear();
            words = 0;
        }
        if (!text.empty()) text += part.separator;
        text += part.text;
        words += part.words;
    }
    if (!text.empty()) texts.push_back(std::move(text));
    return texts;
}

std::string section_of(const std::vector<std::string>& headings)
{
    constexpr std::size_t section_bytes_max = 512;
    std::string section;
    for (const std::string& heading : headings) {
        if (is_blank(heading)) continue;
        if (!section.empty()) section += " › ";
        section += heading;
    }
    if (section.size() > section_bytes_max) {
        section.resize(floor_to_character(section, section_bytes_max));
    }
    return section;
}

bool is_ideograph_lead(unsigned char byte)
{
    return byte >= 0xE3 && byte <= 0xE9;  // U+3000 to U+9FFF: kana and Han
}

}  // namespace

std::size_t count_words(std::string_view text)
{
    std::size_t words = 0;
    std::size_t ideographs = 0;
    bool is_inside = false;
    for (const char letter : text) {
        const bool is_gap = letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
        if (is_ideograph_lead(static_cast<unsigned char>(letter))) ++ideographs;
        if (!is_gap && !is_inside) ++words;
        is_inside = !is_gap;
    }
    return words + ideographs / 2;
}

std::vector<cut_passage> cut_passages(const std::vector<extracted_block>& blocks)
{
    std::vector<cut_passage> passages;
    for (std::size_t from = 0; from < blocks.size();) {
        std::string text = blocks[from].text;
        std::size_t to = from + 1;
        while (to < blocks.size() && blocks[to].page == blocks[from].page &&
               blocks[to].headings == blocks[from].headings) {
            text += "\n\n";
            text += blocks[to++].text;
        }
        const std::string section = section_of(blocks[from].headings);
        for (std::string& piece : join_units(units_of(text))) {
            passages.push_back({blocks[from].page, section, std::move(piece)});
        }
        from = to;
    }
    return passages;
}

}  // namespace parlance::knowledge
