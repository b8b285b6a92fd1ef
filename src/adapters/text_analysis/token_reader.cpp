#include <parlance/text_analysis/token_reader.hpp>

#include <parlance/text_analysis/character_folding.hpp>

#include <algorithm>

namespace parlance::text_analysis {
namespace {

// A term longer than this is no word: base64, a key, a line of pixels. It is cut, not dropped.
constexpr std::size_t token_bytes_max = 64;

void append(token& into, const folded_character& character)
{
    if (into.text.size() >= token_bytes_max) return;
    const bool is_changed = !character.letters.empty() || character.lower != character.code;
    if (is_changed && into.written.empty()) into.written = into.text;
    if (is_changed || !into.written.empty()) append_utf8(into.written, character.lower);
    if (character.letters.empty()) {
        append_utf8(into.text, character.code);
        into.is_ascii = into.is_ascii && character.code >= 'a' && character.code <= 'z';
    } else {
        into.text += character.letters;
    }
    ++into.characters;
}

bool is_in_word(character_kind kind)
{
    return kind == character_kind::letter || kind == character_kind::digit ||
           kind == character_kind::joined;
}

/// 4p90 is 4p9, 4p00 is 4.
void cut_trailing_zeros(std::string& number)
{
    while (number.back() == '0') number.pop_back();
    if (number.back() == 'p') number.pop_back();
}

/// A digit, or the letter that stands for a mark.
char spelled(char letter)
{
    if (letter == ':') return 'c';
    return letter == '.' || letter == ',' ? 'p' : letter;
}

/// One spelling for a number: 1,240 is 1240; 4.90 and 4,90 are 4p9; 09:30 is 9c30. Terms consist of
/// letters and digits, so the point becomes a letter.
std::string canonical_number(std::string_view written)
{
    const auto marks = static_cast<std::size_t>(
        std::count_if(written.begin(), written.end(), [](char c) { return c < '0' || c > '9'; }));
    std::string number;
    bool is_decimal = false;
    for (std::size_t at = 0; at < written.size(); ++at) {
        const char letter = written[at];
        const std::size_t behind = written.size() - at - 1;
        if (letter == ',' && (marks > 1 || behind == 3)) continue;  // groups of thousands
        number += spelled(letter);
        if (number.back() == 'p') is_decimal = marks == 1;
    }
    if (is_decimal) cut_trailing_zeros(number);
    const std::size_t zeros = number.find_first_not_of('0');
    if (zeros == std::string::npos) return "0";
    const bool is_fraction = number[zeros] < '0' || number[zeros] > '9';
    return number.substr(is_fraction && zeros > 0 ? zeros - 1 : zeros);
}

}  // namespace

bool token_reader::is_digit_at(std::size_t at) const
{
    return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
}

/// How many bytes the apostrophe at `at` has; 0 when there is none.
std::size_t token_reader::apostrophe_at(std::size_t at) const
{
    if (at < text_.size() && text_[at] == '\'') return 1;
    const bool is_curly = text_.substr(at, 3) == "\xE2\x80\x99";
    return is_curly ? 3 : 0;
}

void token_reader::read_number(token& into)
{
    into.kind = token_kind::number;
    into.is_ascii = false;
    const std::size_t from = at_;
    while (is_digit_at(at_)) {
        ++at_;
        const bool is_mark =
            at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',' || text_[at_] == ':');
        if (is_mark && is_digit_at(at_ + 1)) ++at_;
    }
    const std::string_view written = text_.substr(from, std::min(at_ - from, token_bytes_max));
    into.text = canonical_number(written);
    into.characters = into.text.size();
}

void token_reader::read_word(token& into)
{
    into.kind = token_kind::word;
    while (at_ < text_.size()) {
        std::size_t behind = at_;
        const folded_character character = next_folded(text_, behind);
        if (!is_in_word(character.kind)) return;
        if (character.kind != character_kind::joined) append(into, character);
        at_ = behind;
    }
}

void token_reader::read_suffix(token& into)
{
    const std::size_t mark = at_ < text_.size() ? apostrophe_at(at_) : 0;
    if (mark == 0) return;
    std::size_t behind = at_ + mark;
    if (behind >= text_.size()) return;
    if (next_folded(text_, behind).kind != character_kind::letter) return;
    at_ += mark;
    token suffix;
    read_word(suffix);
    into.suffix = std::move(suffix.text);
    into.written_suffix = std::move(suffix.written);
}

void token_reader::read_ideographs(token& into)
{
    into.kind = token_kind::ideographs;
    into.is_ascii = false;
    constexpr std::size_t run_bytes_max = 3072;  // one run without a break; the rest is the next
    while (at_ < text_.size() && into.text.size() < run_bytes_max) {
        std::size_t behind = at_;
        const folded_character character = next_folded(text_, behind);
        if (character.kind != character_kind::ideograph) return;
        append_utf8(into.text, character.code);
        ++into.characters;
        at_ = behind;
    }
}

bool token_reader::next(token& into)
{
    into = token();
    while (at_ < text_.size()) {
        const std::size_t from = at_;
        const folded_character first = next_folded(text_, at_);
        if (first.kind == character_kind::separator || first.kind == character_kind::joined)
            continue;
        at_ = from;
        if (first.kind == character_kind::ideograph) {
            read_ideographs(into);
        } else if (is_digit_at(from)) {
            read_number(into);
        } else {
            read_word(into);
            read_suffix(into);
        }
        into.is_hyphened = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != '-' &&
                           text_[at_ + 1] != ' ' && text_[at_ + 1] != '\n';
        return true;
    }
    return false;
}

}  // namespace parlance::text_analysis
