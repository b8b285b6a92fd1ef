#pragma once

#include <parlance/foundation/terminal_text.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace parlance::app {

// The one way from this program to standard output and standard error (./dev lint knows no other).
// All of it is made harmless (foundation/terminal_text.hpp), also when it goes into a pipe: behind
// `| less -R` or `| grep` is a terminal again (decision 0023). Each call is flushed.

/// Prints text, whoever wrote it, to standard output.
void print(std::string_view text);
/// The same to standard error.
void print_error(std::string_view text);
/// Prints a value and a line end to standard output. What a terminal would obey is escaped, so that
/// a program reads the value that was sent.
void print_json(const boost::json::value& what);
/// The same for what is JSON already.
void print_json_text(std::string_view json);

/// Prints to standard output what arrives piece by piece, cut anywhere.
class streamed_output {
public:
    void print(std::string_view piece);
    void finish();

private:
    terminal_text text_;
};

/// True when a person may be watching.
bool is_error_a_terminal();
/// Replaces the line of standard error on which the cursor stands. Only for a terminal.
void redraw_error_line(std::string_view line);
/// Empties it.
void erase_error_line();

}  // namespace parlance::app
