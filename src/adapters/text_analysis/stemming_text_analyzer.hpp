// text_analysis: terms for matching: case and diacritics folded, English stop words dropped, words
// stemmed (Porter's second algorithm, from Snowball's libstemmer), ideographs in pairs.
// It knows no index and no ranking.
// Start reading here, then token_reader.hpp.
#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::text_analysis {

/// The same terms for documents and questions. Holds nothing; safe on any thread.
class stemming_text_analyzer : public knowledge::text_analyzer {
public:
    [[nodiscard]] std::vector<std::string> terms(std::string_view text) const override;
};

}  // namespace parlance::text_analysis
