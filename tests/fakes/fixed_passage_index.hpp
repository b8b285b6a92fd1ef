#pragma once

#include <parlance/foundation/event.hpp>
#include <parlance/knowledge/passage_index.hpp>
#include <parlance/knowledge/text_analyzer.hpp>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parlance::fakes {

/// Words in lower case, as they stand.
class plain_words : public knowledge::text_analyzer {
public:
    using text_analyzer::terms;
    [[nodiscard]] knowledge::text_language language_of(std::string_view) const override
    {
        return knowledge::text_language::unknown;
    }
    [[nodiscard]] std::vector<knowledge::asked_word> asked_words(
        std::string_view question) const override
    {
        std::vector<knowledge::asked_word> words;
        for (std::string& word : terms(question)) words.emplace_back().forms = {std::move(word)};
        return words;
    }
    [[nodiscard]] std::vector<std::string> terms(std::string_view text,
                                                 knowledge::text_language) const override
    {
        std::vector<std::string> words;
        std::string word;
        for (const char letter : text) {
            const auto code = static_cast<unsigned char>(letter);
            if (code >= 0x80U || std::isalnum(code) != 0) {
                word += static_cast<char>(code < 0x80U ? std::tolower(code) : code);
            } else if (!word.empty()) {
                words.push_back(std::exchange(word, {}));
            }
        }
        if (!word.empty()) words.push_back(std::move(word));
        return words;
    }
};

/// Finds the same passages whatever is asked. Any thread.
class fixed_passage_index : public knowledge::passage_index {
public:
    /// One passage in a document of its own; the number is its place, from 1.
    void add(std::string title, std::string text)
    {
        const std::lock_guard lock(guard_);
        uuid_bytes bytes{};
        bytes[15] = static_cast<std::uint8_t>(passages_.size() + 1);
        knowledge::passage is{.id = knowledge::passage_id(bytes),
                              .document = knowledge::document_id(bytes),
                              .ordinal = 0,
                              .page = std::nullopt,
                              .section = {},
                              .text = std::move(text)};
        passages_.push_back(knowledge::found_passage{std::move(is), title + ".md", std::move(title),
                                                     "text/markdown"});
    }
    void clear()
    {
        const std::lock_guard lock(guard_);
        passages_.clear();
    }
    void fail_with(std::optional<error> cause)
    {
        const std::lock_guard lock(guard_);
        cause_ = std::move(cause);
    }
    /// How many were asked for.
    [[nodiscard]] int searches() const
    {
        const std::lock_guard lock(guard_);
        return searches_;
    }
    /// The next search waits until it is cancelled.
    void hold()
    {
        const std::lock_guard lock(guard_);
        is_holding_ = true;
    }
    [[nodiscard]] bool is_held() const
    {
        const std::lock_guard lock(guard_);
        return is_held_;
    }

    task<result<knowledge::index_hits>> search(call_scope, access::principal,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override
    {
        if (must_hold()) {
            event never;
            while (true) co_await never.wait_until(steady_time::max());
        }
        co_return hits(terms.size(), limit);
    }

    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope, access::principal, std::vector<knowledge::passage_id> which) override
    {
        co_return known(which);
    }

private:
    bool must_hold()
    {
        const std::lock_guard lock(guard_);
        ++searches_;
        is_held_ = std::exchange(is_holding_, false);
        return is_held_;
    }

    result<knowledge::index_hits> hits(std::size_t terms, std::size_t limit) const
    {
        const std::lock_guard lock(guard_);
        if (cause_) return *cause_;
        knowledge::index_hits found;
        found.passages = passages_;
        if (found.passages.size() > limit) {
            found.passages.erase(found.passages.begin() + static_cast<std::ptrdiff_t>(limit),
                                 found.passages.end());
        }
        found.term_frequency.assign(terms, 1);
        found.passages_total = static_cast<std::int64_t>(passages_.size());
        found.documents_total = found.passages_total;
        return found;
    }

    result<std::vector<knowledge::found_passage>> known(
        const std::vector<knowledge::passage_id>& which) const
    {
        const std::lock_guard lock(guard_);
        if (cause_) return *cause_;
        std::vector<knowledge::found_passage> found;
        for (const knowledge::found_passage& one : passages_) {
            const bool is_asked = std::find(which.begin(), which.end(), one.is.id) != which.end();
            if (is_asked) found.push_back(one);
        }
        return found;
    }

    mutable std::mutex guard_;
    std::vector<knowledge::found_passage> passages_;
    std::optional<error> cause_;
    bool is_holding_ = false;
    bool is_held_ = false;
    int searches_ = 0;
};

}  // namespace parlance::fakes
