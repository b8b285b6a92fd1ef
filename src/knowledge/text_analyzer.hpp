#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parlance::knowledge {

/// Turns text into the terms that passages are indexed and found by: case and diacritics folded,
/// stop words dropped, words stemmed. Pure and safe on any thread. Implemented by text_analysis.
class text_analyzer {
public:
    virtual ~text_analyzer() = default;
    /// Terms in the order of the text, with repetitions; letters and digits only.
    [[nodiscard]] virtual std::vector<std::string> terms(std::string_view text) const = 0;
};

}  // namespace parlance::knowledge
