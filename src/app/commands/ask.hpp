#pragma once

#include <string>

namespace parlance::app {

/// Asks one question and streams the answer to standard output, its citations below.
/// @return the exit status: 0 for a completed answer.
int ask(const std::string& question);

}  // namespace parlance::app
