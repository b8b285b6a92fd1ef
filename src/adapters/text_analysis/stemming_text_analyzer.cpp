#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <parlance/text_analysis/irregular_words.hpp>
#include <parlance/text_analysis/stop_words.hpp>
#include <parlance/text_analysis/token_reader.hpp>

#include <libstemmer.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <new>
#include <unordered_map>
#include <utility>

namespace parlance::text_analysis {
namespace {

/// Stems words and remembers them: a text repeats its words, and stemming is what costs.
class english_stems {
public:
    english_stems() : stemmer_(sb_stemmer_new("english", nullptr), sb_stemmer_delete)
    {
        if (!stemmer_) throw std::bad_alloc();
    }

    const std::string& of(const std::string& word)
    {
        const auto known = known_.find(word);
        if (known != known_.end()) return known->second;
        if (known_.size() >= remembered_max) known_.clear();
        const std::string_view base = regular_form(word);
        // The stemmer's symbols are unsigned characters.  NOLINTNEXTLINE(*-reinterpret-cast)
        const auto* letters = reinterpret_cast<const sb_symbol*>(base.data());
        const sb_symbol* stem =
            sb_stemmer_stem(stemmer_.get(), letters, static_cast<int>(base.size()));
        if (stem == nullptr) throw std::bad_alloc();
        const auto length = static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()));
        // NOLINTNEXTLINE(*-reinterpret-cast)
        std::string kept(reinterpret_cast<const char*>(stem), length);
        return known_.emplace(word, std::move(kept)).first->second;
    }

private:
    static constexpr std::size_t remembered_max = 20'000;  // about 2 MB, for one call
    std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> stemmer_;
    std::unordered_map<std::string, std::string> known_;
};

bool is_any_of(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// Collects the terms of one text.
class term_writer {
public:
    void take(token& piece)
    {
        const bool is_after_how = std::exchange(is_after_how_, piece.text == "how");
        const bool is_unit = std::exchange(is_after_number_, piece.kind == token_kind::number);
        std::string prefix = std::exchange(prefix_, std::string());
        if (piece.kind == token_kind::ideographs) return take_ideographs(piece.text);
        if (piece.kind == token_kind::number) return add(std::move(piece.text));
        if (is_unit && is_any_of(piece.text, {"st", "nd", "rd", "th"})) return;  // 3rd is 3
        if (!take_suffix(piece)) return;
        // e-mail is found as "email" and as "mail", O'Brien as "obrien" and as "brien".
        if (!prefix.empty()) add_stemmed(prefix + piece.text, piece.is_ascii);
        if (piece.characters == 1 && piece.is_hyphened) {
            prefix_ = piece.text;
            return;
        }
        if (is_stop_word(piece.text)) return;
        if (is_after_how && is_measure_of_how(piece.text)) return;
        add_stemmed(piece.text, piece.is_ascii);
    }
    std::vector<std::string> finish() { return std::move(terms_); }

private:
    void add(std::string term) { terms_.push_back(std::move(term)); }

    void add_stemmed(const std::string& word, bool is_ascii)
    {
        add(is_ascii && word.size() > 2 ? stems_.of(word) : word);
    }

    /// Resolves what stands behind an apostrophe. @return false when nothing is left to add.
    bool take_suffix(token& piece)
    {
        if (piece.suffix.empty()) return true;
        if (piece.suffix == "t") return false;  // don't, can't: auxiliaries all
        if (is_any_of(piece.suffix, {"s", "ll", "re", "ve", "d", "m"})) return true;
        if (piece.characters == 1) {
            add_stemmed(piece.text + piece.suffix, piece.is_ascii);
            piece.text = std::move(piece.suffix);
        } else {
            piece.text += piece.suffix;
        }
        piece.characters = piece.text.size();
        return true;
    }

    /// Pairs of neighbours; a character that stands alone is its own term.
    void take_ideographs(std::string_view run)
    {
        std::vector<std::string_view> characters;
        for (std::size_t from = 0; from < run.size();) {
            std::size_t to = from + 1;
            while (to < run.size() && (static_cast<std::uint8_t>(run[to]) & 0xC0U) == 0x80U) ++to;
            characters.push_back(run.substr(from, to - from));
            from = to;
        }
        if (characters.size() == 1) return add(std::string(run));
        for (std::size_t at = 0; at + 1 < characters.size(); ++at) {
            std::string pair(characters[at]);
            pair += characters[at + 1];
            add(std::move(pair));
        }
    }

    std::vector<std::string> terms_;
    english_stems stems_;
    std::string prefix_;  // one letter before a hyphen
    bool is_after_how_ = false;
    bool is_after_number_ = false;
};

}  // namespace

std::vector<std::string> stemming_text_analyzer::terms(std::string_view text) const
{
    term_writer writer;
    token_reader reader(text);
    token piece;
    while (reader.next(piece)) writer.take(piece);
    return writer.finish();
}

}  // namespace parlance::text_analysis
