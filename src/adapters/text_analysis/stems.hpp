#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

struct sb_stemmer;

namespace parlance::text_analysis {

/// Stems words by language and remembers them: texts repeat their words, and stemming is what
/// costs. Used by one thread at a time.
class stems {
public:
    /// The folded stem of a word, or the word where the language has no stemmer.
    /// @param word  lower case, with or without its diacritics. Valid until the next call.
    const std::string& of(std::string_view word, knowledge::text_language language);

private:
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    struct one_language {
        std::unique_ptr<sb_stemmer, void (*)(sb_stemmer*)> stemmer{nullptr, nullptr};
        std::unordered_map<std::string, std::string, text_hash, std::equal_to<>> known;
    };
    one_language& opened(knowledge::text_language language);

    std::array<one_language, knowledge::text_language_count> languages_;
};

}  // namespace parlance::text_analysis
