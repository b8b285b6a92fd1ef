#include <parlance/offline/offline_answerer.hpp>

#include <parlance/foundation/text.hpp>
#include <parlance/offline/extract_sentences.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::offline {
namespace {

using answer_text = std::vector<std::string>;  // in parts

constexpr std::size_t sentences_max = 4;
constexpr std::size_t piece_bytes = 48;  // a few words: the reader sees an answer being written

constexpr std::string_view introduction = "What your documents say, word for word:";
constexpr std::string_view not_answered = "The documents you can read do not answer this.";
constexpr std::string_view nothing_missing =
    "\n\nThere is nothing more about this in the documents.";
constexpr std::string_view how_to_configure =
    "No language model is configured: with `OPENAI_BASE_URL` and `OPENAI_MODEL` set, one writes "
    "the answers.";
constexpr std::string_view how_to_choose =
    "Offline answers quote sentences only. A language model may find more: choose one for the next "
    "question.";

/// A title inside Markdown, without a meaning of its own.
std::string escaped(std::string_view title)
{
    std::string text;
    for (const char letter : title) {
        if (std::string_view("\\`*_[]<>#|~!").find(letter) != std::string_view::npos) text += '\\';
        text += letter;
    }
    return text;
}

std::string mark_of(std::size_t number)
{
    return " [" + std::to_string(number) + "]";
}

/// The parts of an answer: each is a sentence with what stands before and behind it.
std::vector<std::string> parts_of(const std::vector<cited_sentence>& sentences)
{
    std::vector<std::string> parts;
    parts.emplace_back(introduction);
    const cited_sentence* before = nullptr;
    for (const cited_sentence& one : sentences) {
        const bool goes_on = before != nullptr && before->number == one.number;
        std::string part;
        if (one.is_record) {
            part = goes_on && before->is_record ? "\n- " : "\n\n- ";
        } else {
            part = goes_on && !before->is_record ? " " : "\n\n";
        }
        part += one.text;
        part += mark_of(one.number);
        parts.push_back(std::move(part));
        before = &one;
    }
    return parts;
}

std::vector<std::string> parts_without_answer(const language::prompt& asked, std::string_view hint)
{
    std::vector<std::string> parts;
    parts.emplace_back(not_answered);
    if (!asked.sources.empty()) {
        const language::numbered_source& closest = asked.sources.front();
        parts.push_back(" Closest: " + escaped(closest.title) + "." + mark_of(closest.number));
    }
    parts.push_back("\n\n" + std::string(hint));
    return parts;
}

std::vector<std::string> answer_parts(const knowledge::text_analyzer& analyzer,
                                      const language::prompt& asked, std::string_view hint)
{
    if (!asked.sources_answer) return parts_without_answer(asked, hint);
    const auto sentences = extract_sentences(analyzer, asked, sentences_max);
    return sentences.empty() ? parts_without_answer(asked, hint) : parts_of(sentences);
}

/// What an answer that broke off does not hold yet. The sources may have changed meanwhile: then it
/// is no beginning of this answer, and the sentences that it does not quote follow.
std::vector<std::string> missing_parts(const std::vector<std::string>& parts,
                                       std::string_view begun)
{
    std::string whole;
    for (const std::string& part : parts) whole += part;
    std::vector<std::string> missing;
    if (std::string_view(whole).starts_with(begun)) {
        if (whole.size() > begun.size()) missing.push_back(whole.substr(begun.size()));
    } else {
        for (std::size_t at = 1; at < parts.size(); ++at) {
            if (begun.find(parts[at]) == std::string_view::npos) missing.push_back(parts[at]);
        }
    }
    if (missing.empty()) missing.emplace_back(nothing_missing);
    return missing;
}

/// Where the next piece of `text` ends: behind a word, or between characters of a very long one.
std::size_t piece_end(std::string_view text)
{
    if (text.size() <= piece_bytes) return text.size();
    const std::size_t space = text.find(' ', piece_bytes);
    constexpr std::size_t most = 4 * piece_bytes;
    if (space <= most) return space;  // npos is more
    return text.size() <= most ? text.size() : floor_to_character(text, most);
}

result<> may_go_on(const call_scope& scope)
{
    if (scope.stop.stop_requested()) return fail(fault::cancelled, "the answer was stopped");
    if (std::chrono::steady_clock::now() >= scope.deadline) {
        return fail(fault::deadline_exceeded, "the answer was not written in time");
    }
    return {};
}

std::int64_t tokens_in(std::size_t bytes)
{
    return static_cast<std::int64_t>(language::estimated_tokens(bytes));
}

}  // namespace

offline_answerer::offline_answerer(const knowledge::text_analyzer& analyzer, heavy_work& aside,
                                   beside_a_model has_other)
    : analyzer_(analyzer),
      aside_(aside),
      hint_(has_other == beside_a_model::yes ? how_to_choose : how_to_configure)
{
}

task<result<language::usage>> offline_answerer::complete(call_scope scope, language::prompt asked,
                                                         language::delta_sink& out)
{
    std::size_t bytes_read = asked.question.size();
    for (const language::numbered_source& source : asked.sources) bytes_read += source.text.size();
    std::function<result<answer_text>()> choosing = [analyzer = &analyzer_, hint = hint_,
                                                     asked = std::move(asked)] {
        answer_text parts = answer_parts(*analyzer, asked, hint);
        if (asked.begun_answer) parts = missing_parts(parts, *asked.begun_answer);
        return result<answer_text>(std::move(parts));
    };
    const auto parts = co_await aside_.run<answer_text>(std::move(choosing));
    if (!parts) co_return parts.error();

    std::size_t bytes_written = 0;
    for (const std::string& part : *parts) {
        std::string_view rest = part;
        while (!rest.empty()) {
            if (const auto goes_on = may_go_on(scope); !goes_on) co_return goes_on.error();
            std::string piece(rest.substr(0, piece_end(rest)));
            rest.remove_prefix(piece.size());
            bytes_written += piece.size();
            auto taken = co_await out.push(std::move(piece));
            if (!taken) co_return taken.error();
        }
    }
    language::usage used;
    used.prompt_tokens = tokens_in(bytes_read);
    used.completion_tokens = tokens_in(bytes_written);
    used.is_estimated = true;
    co_return used;
}

}  // namespace parlance::offline
