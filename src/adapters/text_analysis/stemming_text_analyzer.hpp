// text_analysis: terms for matching: language told, case and diacritics folded, stop words dropped,
// words stemmed (Snowball's stemmers), ideographs in pairs. It knows no index and no ranking.
// Start reading here, then token_reader.hpp.
#pragma once

#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/text_analysis/stems.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::text_analysis {

/// The same terms for documents and questions. Keeps the stems that it met; safe on any thread.
class stemming_text_analyzer : public knowledge::text_analyzer {
public:
    using knowledge::text_analyzer::terms;
    [[nodiscard]] knowledge::text_language language_of(std::string_view text) const override;
    [[nodiscard]] std::vector<std::string> terms(std::string_view text,
                                                 knowledge::text_language language) const override;
    [[nodiscard]] std::vector<knowledge::asked_word> asked_words(
        std::string_view question) const override;

private:
    class lent_stems;
    // One set for each call that runs at the same time; they come back and keep what they know.
    mutable std::mutex mutex_;
    mutable std::vector<std::unique_ptr<stems>> idle_;
};

}  // namespace parlance::text_analysis
