#pragma once

#include <string>

namespace parlance::app {

enum class output_format { text, json };

struct ask_options {
    std::string question;  // "-" is standard input
    std::string model;     // empty = the default
    output_format as = output_format::text;
};

/// Asks one question. As text the answer streams to standard output, its citations below; as JSON
/// the finished turn is printed, as GET /api/turns/{id} gives it.
/// @return the exit status: 0 for a completed answer.
int ask(const ask_options& how);

}  // namespace parlance::app
