#pragma once

#include <parlance/app/commands/ask.hpp>

#include <cstddef>
#include <string>

namespace parlance::app {

struct evaluate_options {
    std::string file;    // of questions, a JSON object a line; "-" is standard input
    std::size_t k = 10;  // of recall@k and hit@k
    output_format as = output_format::text;
};

/// Asks every question of the file and prints how well the search did. @return the exit status:
/// 2 for a file that cannot be read or has bad lines, each of which is named.
int evaluate(const evaluate_options& how);

}  // namespace parlance::app
