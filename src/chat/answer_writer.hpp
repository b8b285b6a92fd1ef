#pragma once

#include <parlance/chat/turn_log.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/citation_marks.hpp>
#include <parlance/language/language_model.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parlance::chat {

/// Puts a model's answer into the turn's log: a citation before the first text that names it, and
/// only numbers that resolve to a passage given to the model.
class answer_writer : public language::delta_sink {
public:
    /// All of it outlives the writer.
    answer_writer(turn_log& log, const knowledge::retrieval& found);

    task<result<>> push(std::string delta) override;
    /// What the marks still held back.  @errors  overloaded, once a push was.
    result<> finish();
    [[nodiscard]] std::size_t dropped_citations() const { return marks_.dropped(); }

private:
    result<> write(const std::vector<language::answer_piece>& pieces);
    [[nodiscard]] citation cited(std::size_t number) const;

    turn_log& log_;
    const knowledge::retrieval& found_;
    language::citation_marks marks_;
    std::optional<error> refused_;
};

}  // namespace parlance::chat
