#include <parlance/text_analysis/stems.hpp>

#include <parlance/text_analysis/character_folding.hpp>
#include <parlance/text_analysis/irregular_words.hpp>

#include <libstemmer.h>

#include <new>
#include <utility>

namespace parlance::text_analysis {
namespace {

using knowledge::text_language;

constexpr std::size_t remembered_max = 20'000;  // words of a language, about 2 MB

/// As the stemmer library calls them.
constexpr std::array<const char*, knowledge::text_language_count> names{
    "english", "english", "german", "french",    "spanish", "italian",  "portuguese",
    "dutch",   "swedish", "danish", "norwegian", "finnish", "romanian", "hungarian",
    "turkish", "russian", "greek",  "arabic",    "hindi"};

std::string folded(std::string_view text)
{
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const folded_character character = next_folded(text, at);
        if (character.kind == character_kind::joined) continue;
        if (character.letters.empty()) append_utf8(made, character.code);
        else made += character.letters;
    }
    return made;
}

}  // namespace

stems::one_language& stems::opened(text_language language)
{
    one_language& one = languages_[static_cast<std::size_t>(language)];
    if (!one.stemmer) {
        const char* name = names[static_cast<std::size_t>(language)];
        one.stemmer = {sb_stemmer_new(name, nullptr), sb_stemmer_delete};
        if (!one.stemmer) throw std::bad_alloc();
    }
    return one;
}

const std::string& stems::of(std::string_view word, text_language language)
{
    one_language& one = opened(language);
    const auto known = one.known.find(word);
    if (known != one.known.end()) return known->second;
    if (one.known.size() >= remembered_max) one.known.clear();

    const bool is_english =
        language == text_language::english || language == text_language::unknown;
    const std::string_view base = is_english ? regular_form(word) : word;
    // The stemmer's symbols are unsigned characters.  NOLINTNEXTLINE(*-reinterpret-cast)
    const auto* letters = reinterpret_cast<const sb_symbol*>(base.data());
    const sb_symbol* stem =
        sb_stemmer_stem(one.stemmer.get(), letters, static_cast<int>(base.size()));
    if (stem == nullptr) throw std::bad_alloc();
    const auto length = static_cast<std::size_t>(sb_stemmer_length(one.stemmer.get()));
    // NOLINTNEXTLINE(*-reinterpret-cast)
    const std::string_view kept(reinterpret_cast<const char*>(stem), length);
    return one.known.emplace(word, folded(kept)).first->second;
}

}  // namespace parlance::text_analysis
