#pragma once

#include <parlance/knowledge/text_analyzer.hpp>
#include <fakes/inline_work.hpp>

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::fakes {

/// Analyses with another and counts the bytes that an io thread would have had to wait for.
class watched_analyzer : public knowledge::text_analyzer {
public:
    explicit watched_analyzer(const knowledge::text_analyzer& by) : by_(by) {}

    [[nodiscard]] std::size_t bytes_on_io_threads() const { return held_; }
    [[nodiscard]] std::size_t bytes_aside() const { return aside_; }

    using text_analyzer::terms;
    [[nodiscard]] knowledge::text_language language_of(std::string_view text) const override
    {
        note(text);
        return by_.language_of(text);
    }
    [[nodiscard]] std::vector<std::string> terms(std::string_view text,
                                                 knowledge::text_language language) const override
    {
        note(text);
        return by_.terms(text, language);
    }
    [[nodiscard]] std::vector<knowledge::asked_word> asked_words(
        std::string_view question) const override
    {
        note(question);
        return by_.asked_words(question);
    }

private:
    void note(std::string_view text) const
    {
        (inline_work::is_at_work() ? aside_ : held_) += text.size();
    }
    const knowledge::text_analyzer& by_;
    mutable std::atomic<std::size_t> held_{0};
    mutable std::atomic<std::size_t> aside_{0};
};

}  // namespace parlance::fakes
