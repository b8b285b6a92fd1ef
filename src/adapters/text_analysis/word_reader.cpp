#include <parlance/text_analysis/word_reader.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace parlance::text_analysis {
namespace {

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Elided articles and pronouns of French and Italian: l'eau, dell'acqua, qu'il.
bool is_elided(std::string_view word)
{
    return is_any_of(word, {"l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu",
                            "puisqu", "un", "dell", "all", "dall", "nell", "sull", "quell"});
}

}  // namespace

const std::vector<plain_word>& word_reader::next()
{
    words_.clear();
    token piece;
    while (words_.empty() && tokens_.next(piece)) take(piece);
    return words_;
}

void word_reader::take(token& piece)
{
    const bool is_after_how = std::exchange(is_after_how_, piece.text == "how");
    const bool is_unit = std::exchange(is_after_number_, piece.kind == token_kind::number);
    std::string prefix = std::exchange(prefix_, std::string());
    if (piece.kind == token_kind::ideographs) return take_ideographs(piece.text);
    if (piece.kind == token_kind::number) return add({std::move(piece.text), {}, false});
    if (is_unit && is_any_of(piece.text, {"st", "nd", "rd", "th"})) return;  // 3rd is 3
    if (!take_suffix(piece)) return;
    // e-mail is found as "email" and as "mail", O'Brien as "obrien" and as "brien".
    if (!prefix.empty()) add({prefix + piece.text, {}});
    if (piece.characters == 1 && piece.is_hyphened) {
        prefix_ = piece.text;
        return;
    }
    if ((stop_word_in(piece.text) & stopped_) != 0) return;
    if (is_after_how && is_measure_of_how(piece.text)) return;
    add({std::move(piece.text), std::move(piece.written)});
}

/// Resolves what stands behind an apostrophe. @return false when nothing is left to add.
bool word_reader::take_suffix(token& piece)
{
    if (piece.suffix.empty()) return true;
    if (piece.suffix == "t") return false;  // don't, can't: auxiliaries all
    if (is_any_of(piece.suffix, {"s", "ll", "re", "ve", "d", "m"})) return true;
    const bool is_elision = is_elided(piece.text);
    if (piece.characters == 1 || is_elision) {
        if (!is_elision || piece.characters == 1) add({piece.text + piece.suffix, {}});
        piece.text = std::move(piece.suffix);
        piece.written = std::move(piece.written_suffix);
    } else {
        piece.text += piece.suffix;
        piece.written.clear();
    }
    piece.characters = piece.text.size();
    return true;
}

/// Pairs of neighbours; a character that stands alone is its own word.
void word_reader::take_ideographs(std::string_view run)
{
    ++runs_;
    std::vector<std::string_view> characters;
    for (std::size_t from = 0; from < run.size();) {
        std::size_t to = from + 1;
        while (to < run.size() && (static_cast<std::uint8_t>(run[to]) & 0xC0U) == 0x80U) ++to;
        characters.push_back(run.substr(from, to - from));
        from = to;
    }
    if (characters.size() == 1) return add({std::string(run), {}, false, runs_});
    for (std::size_t at = 0; at + 1 < characters.size(); ++at) {
        std::string pair(characters[at]);
        pair += characters[at + 1];
        add({std::move(pair), {}, false, runs_});
    }
}

}  // namespace parlance::text_analysis
