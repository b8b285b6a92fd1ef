#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::stored_form {

/// How many different words of a search count.
inline constexpr std::size_t search_terms_max = 16;
/// How many messages are looked at, the newest of those with the words: what is said in every
/// second message must not cost more than what was said once.
inline constexpr std::size_t search_candidates_max = 500;
/// Of one text; a longer one is found by its first part.
inline constexpr std::size_t indexed_bytes_max = 256 * 1024;

/// The terms under which a message may hold a word that is looked for.
using word_forms = std::vector<std::string>;

/// In every form that each word may have: the language of a few words is seldom clear.
std::vector<word_forms> words_in(std::string_view text, const knowledge::text_analyzer& analyzer);
/// All forms of all words.
std::set<std::string> all_forms(const std::vector<word_forms>& words);

/// Terms as an index keeps them: each one a word, spaces between.
std::string joined_terms(const std::vector<std::string>& terms);
/// The terms of a message, from the first part of its text.
std::string terms_of_message(std::string_view text, const knowledge::text_analyzer& analyzer);

/// Messages that hold words of a search, put in order.
class message_ranking {
public:
    /// @param words  outlive it.
    explicit message_ranking(const std::vector<word_forms>& words) : words_(words) {}

    /// @param terms  of the message, joined. One that is there already is left out.
    void add(std::int64_t message, std::string_view terms);
    [[nodiscard]] std::size_t size() const { return all_.size(); }

    /// The numbers of the best: those with all words first, then by BM25 among those that were
    /// added, then the newest; of the two messages of a turn the better one.
    std::vector<std::int64_t> best(std::size_t limit);

private:
    struct candidate {
        std::int64_t message = 0;
        std::map<std::size_t, std::int64_t> counts;  // of the words, by place
        double length = 0;                           // in terms
        double score = 0;
    };
    void count_words(candidate& in, std::string_view terms) const;
    void score();

    const std::vector<word_forms>& words_;
    std::vector<candidate> all_;
    std::set<std::int64_t> known_;
};

}  // namespace parlance::stored_form
