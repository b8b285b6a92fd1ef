#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::app {

/// One line on standard error that is drawn again and again: "Reading  3 of 12 ████      name".
/// Nothing is drawn when standard error is no terminal: a log has no use for it.
class progress_bar {
public:
    progress_bar(std::string_view doing, std::size_t total);
    ~progress_bar();
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;

    /// @param what  is at hand, such as a file name.
    void show(std::size_t done, std::string_view what);
    /// Takes the line away, so that another can be printed in its place.
    void clear();

private:
    std::string doing_;
    std::size_t total_;
    bool is_terminal_;
    bool is_shown_ = false;
};

struct progress {
    std::size_t done = 0;
    std::size_t total = 0;
};

/// The text of the line, without what moves the cursor.
/// @param columns  the line is cut to so many characters.
std::string progress_line(std::string_view doing, progress so_far, std::string_view what,
                          std::size_t columns);

}  // namespace parlance::app
