#include <parlance/text_analysis/stemming_text_analyzer.hpp>

#include <parlance/text_analysis/everyday_words.hpp>
#include <parlance/text_analysis/language_guess.hpp>
#include <parlance/text_analysis/question_runs.hpp>
#include <parlance/text_analysis/related_words.hpp>
#include <parlance/text_analysis/word_reader.hpp>

#include <algorithm>
#include <utility>

namespace parlance::text_analysis {
namespace {

using knowledge::asked_word;
using knowledge::text_language;

constexpr std::size_t words_read_to_guess = 120;  // more says nothing new
constexpr std::size_t own_forms_max = 6;          // of a word in a language that is not told

language_guess guess(std::string_view text)
{
    language_guess made;
    token_reader reader(text);
    token word;
    while (made.words() < words_read_to_guess && reader.next(word)) made.add(word);
    return made;
}

/// A word of two letters has no endings.
bool is_stemmed(const plain_word& word)
{
    return word.is_stemmed && word.folded.size() > 2;
}

/// The English stemmer knows no diacritics: crèche is creche.
const std::string& written_form(const plain_word& word, text_language language)
{
    const bool is_folded = word.written.empty() || language == text_language::english;
    return is_folded ? word.folded : word.written;
}

void add_once(std::vector<std::string>& forms, const std::string& form)
{
    if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(form);
}

/// @param asked_in  the languages that the question may be in.
asked_word forms_of(const plain_word& word, language_set asked_in, stems& known)
{
    // What has no stop words is indexed with English stems, whatever its language.
    const language_set languages = asked_in | only(text_language::english);
    asked_word made;
    made.run = word.run;
    if (is_stemmed(word)) {
        for (std::size_t at = 1; at < knowledge::text_language_count; ++at) {
            const auto language = static_cast<text_language>(at);
            if ((languages & only(language)) == 0 || made.forms.size() + 1 >= own_forms_max)
                continue;
            const std::string& stem = known.of(written_form(word, language), language);
            add_once(made.forms, stem);
            const bool is_everyday = (everyday_in(stem) & asked_in & only(language)) != 0;
            made.is_everyday = made.is_everyday || is_everyday;
            add_once(made.forms, known.of(word.folded, language));
        }
    }
    add_once(made.forms, word.folded);
    if (is_stemmed(word) && (asked_in & only(text_language::english)) != 0) {
        const std::string own = known.of(word.folded, text_language::english);
        for (const std::string& other : related_stems(own)) add_once(made.forms, other);
    }
    return made;
}

}  // namespace

/// A set of stems for the time of one call.
class stemming_text_analyzer::lent_stems {
public:
    explicit lent_stems(const stemming_text_analyzer& owner) : owner_(owner)
    {
        const std::lock_guard lock(owner_.mutex_);
        if (owner_.idle_.empty()) {
            lent_ = std::make_unique<stems>();
        } else {
            lent_ = std::move(owner_.idle_.back());
            owner_.idle_.pop_back();
        }
    }
    ~lent_stems()
    {
        const std::lock_guard lock(owner_.mutex_);
        owner_.idle_.push_back(std::move(lent_));
    }
    lent_stems(const lent_stems&) = delete;
    lent_stems& operator=(const lent_stems&) = delete;
    stems& operator*() const { return *lent_; }
    stems* operator->() const { return lent_.get(); }

private:
    const stemming_text_analyzer& owner_;
    std::unique_ptr<stems> lent_;
};

text_language stemming_text_analyzer::language_of(std::string_view text) const
{
    return guess(text).of_text();
}

std::vector<std::string> stemming_text_analyzer::terms(std::string_view text,
                                                       text_language language) const
{
    if (language == text_language::unknown) language = text_language::english;
    const lent_stems known(*this);
    std::vector<std::string> terms;
    word_reader reader(text, only(language));
    for (const auto* words = &reader.next(); !words->empty(); words = &reader.next()) {
        for (const plain_word& word : *words) {
            if (!is_stemmed(word)) {
                terms.push_back(word.folded);
                continue;
            }
            terms.push_back(known->of(word.folded, language));
            const std::string& written = known->of(written_form(word, language), language);
            if (written != terms.back()) terms.push_back(written);
        }
    }
    return terms;
}

std::vector<asked_word> stemming_text_analyzer::asked_words(std::string_view question) const
{
    const language_set asked_in = guess(question).of_question();
    const lent_stems known(*this);
    const auto read = [&](std::string_view text) {
        std::vector<asked_word> words;
        word_reader reader(text, asked_in);
        for (const auto* some = &reader.next(); !some->empty(); some = &reader.next())
            for (const plain_word& word : *some) words.push_back(forms_of(word, asked_in, *known));
        return words;
    };
    auto words = read(without_function_characters(question));
    if (words.empty()) words = read(question);
    return words;
}

}  // namespace parlance::text_analysis
