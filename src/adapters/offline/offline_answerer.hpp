// offline: answers without a language model: sentences of the documents, word for word, each cited.
// It makes up nothing and says so; it never pretends to be a model.
// Start reading here, then extract_sentences.hpp.
#pragma once

#include <parlance/foundation/heavy_work.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/language/language_model.hpp>

#include <string_view>

namespace parlance::offline {

/// True where a person can choose a language model instead.
enum class beside_a_model { no, yes };

/// Answers from the sources of a prompt alone. Its usage is estimated.
class offline_answerer : public language::language_model {
public:
    /// @param analyzer  outlives the answerer.
    /// Question and sources may be long: they are analysed by `aside`.
    offline_answerer(const knowledge::text_analyzer& analyzer, heavy_work& aside,
                     beside_a_model has_other = beside_a_model::no);

    /// @errors  cancelled, deadline_exceeded, and what `out` answers.
    task<result<language::usage>> complete(call_scope scope, language::prompt asked,
                                           language::delta_sink& out) override;

private:
    const knowledge::text_analyzer& analyzer_;
    heavy_work& aside_;
    std::string_view hint_;  // what to do when nothing was found
};

}  // namespace parlance::offline
