#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::text_analysis {

enum class token_kind { word, number, ideographs };

/// A word, number or run of ideographs, folded.
struct token {
    token_kind kind = token_kind::word;
    std::string text;
    std::string written;         // the word in lower case with its diacritics, where it has any
    std::string suffix;          // letters behind an apostrophe: "s" of "doctor's"
    std::string written_suffix;  // the same as `written`
    bool is_ascii = true;        // of letters a to z only
    bool is_hyphened = false;    // a hyphen and another token follow directly: "e" of "e-mail"
    std::size_t characters = 0;
};

/// Cuts text into tokens. Holds a view: the text must outlive it.
class token_reader {
public:
    explicit token_reader(std::string_view text) : text_(text) {}

    /// Reads the next token into `into`. @return false at the end.
    bool next(token& into);

private:
    void read_number(token& into);
    void read_word(token& into);
    void read_suffix(token& into);
    void read_ideographs(token& into);
    [[nodiscard]] bool is_digit_at(std::size_t at) const;
    [[nodiscard]] std::size_t apostrophe_at(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace parlance::text_analysis
