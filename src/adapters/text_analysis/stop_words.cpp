#include <parlance/text_analysis/stop_words.hpp>

#include <algorithm>
#include <array>

namespace parlance::text_analysis {
namespace {

// Sorted. Words of place that also carry meaning (down, over, under, inside, off) stay terms.
constexpr auto stop_words = std::to_array<std::string_view>(
    {"a",       "about",   "after",   "again",   "all",       "also",     "although",   "am",
     "an",      "and",     "any",     "anybody", "anyone",    "anything", "are",        "as",
     "at",      "be",      "because", "been",    "before",    "being",    "but",        "by",
     "can",     "cannot",  "could",   "did",     "do",        "does",     "doing",      "done",
     "during",  "each",    "either",  "else",    "ever",      "every",    "for",        "from",
     "had",     "has",     "have",    "having",  "he",        "her",      "hers",       "herself",
     "him",     "himself", "his",     "how",     "however",   "i",        "if",         "in",
     "into",    "is",      "it",      "its",     "itself",    "just",     "may",        "me",
     "might",   "mine",    "must",    "my",      "myself",    "nor",      "of",         "on",
     "onto",    "or",      "our",     "ours",    "ourselves", "please",   "shall",      "she",
     "should",  "since",   "so",      "some",    "somebody",  "someone",  "something",  "such",
     "than",    "that",    "the",     "their",   "theirs",    "them",     "themselves", "then",
     "there",   "these",   "they",    "this",    "those",     "though",   "to",         "too",
     "us",      "was",     "we",      "were",    "what",      "whatever", "when",       "where",
     "whether", "which",   "while",   "who",     "whom",      "whose",    "why",        "will",
     "with",    "would",   "you",     "your"});
static_assert(std::is_sorted(stop_words.begin(), stop_words.end()));

constexpr std::array<std::string_view, 6> measures{"far", "long", "many", "much", "often", "soon"};
static_assert(std::is_sorted(measures.begin(), measures.end()));

}  // namespace

bool is_stop_word(std::string_view word)
{
    return std::binary_search(stop_words.begin(), stop_words.end(), word);
}

bool is_measure_of_how(std::string_view word)
{
    return std::binary_search(measures.begin(), measures.end(), word);
}

}  // namespace parlance::text_analysis
