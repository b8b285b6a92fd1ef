#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parlance::language {

/// A piece of an answer: text, which may hold resolved marks, or the first use of a source, which
/// comes before the text that holds its mark.
struct cited_source {
    std::size_t number = 0;
    friend bool operator==(const cited_source&, const cited_source&) = default;
};
using answer_piece = std::variant<std::string, cited_source>;

/// Finds marks such as [1] in a stream of text. An open bracket is held back for at most 8 bytes; a
/// number that was never given to the model is dropped and counted.
class citation_marks {
public:
    static constexpr std::size_t held_bytes_max = 8;

    /// @param sources  numbers from 1 to this one resolve.
    explicit citation_marks(std::size_t sources) : sources_(sources) {}

    /// The pieces that `delta` completes.
    std::vector<answer_piece> feed(std::string_view delta);
    /// What was still held back at the end of the answer.
    std::vector<answer_piece> finish();

    [[nodiscard]] std::size_t dropped() const { return dropped_; }

private:
    void take(char letter, std::vector<answer_piece>& pieces);
    void close_mark(std::vector<answer_piece>& pieces);

    std::size_t sources_;
    std::size_t dropped_ = 0;
    std::set<std::size_t> used_;
    std::string held_;
};

}  // namespace parlance::language
