#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/evaluation.hpp>

#include <string_view>
#include <vector>

namespace parlance::app {

/// Reads a question file: a JSON object a line with `question`, `relevant`, and optionally `id`
/// and more. Empty lines are left out.
/// @errors  invalid_request naming every bad line by its number.
result<std::vector<knowledge::known_question>> read_questions(std::string_view text);

}  // namespace parlance::app
