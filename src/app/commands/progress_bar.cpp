#include <parlance/app/commands/progress_bar.hpp>
#include <parlance/app/terminal_output.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

namespace parlance::app {
namespace {

constexpr std::size_t bar_cells = 24;
constexpr std::size_t usual_columns = 80;

std::size_t terminal_columns()
{
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_columns;
    return size.ws_col;
}

std::string bar(progress so_far)
{
    const auto [done, total] = so_far;
    const std::size_t filled = total == 0 ? bar_cells : bar_cells * std::min(done, total) / total;
    std::string cells;
    for (std::size_t cell = 0; cell < bar_cells; ++cell) cells += cell < filled ? "█" : "░";
    return cells;
}

/// The first `most` characters; an ellipsis stands for the rest.
std::string cut(std::string_view text, std::size_t most)
{
    if (count_characters(text) <= most) return std::string(text);
    std::size_t at = 0;
    for (std::size_t kept = 1; kept < most; ++kept) {
        ++at;
        while (at < text.size() && floor_to_character(text, at) != at) ++at;
    }
    return std::string(text.substr(0, at)) + "…";
}

}  // namespace

std::string progress_line(std::string_view doing, progress so_far, std::string_view what,
                          std::size_t columns)
{
    std::string line(doing);
    line += " " + std::to_string(so_far.done) + " of " + std::to_string(so_far.total) + " " +
            bar(so_far);
    const std::size_t used = count_characters(line) + 2;
    if (used + 1 < columns && is_utf8(what)) line += "  " + cut(what, columns - used - 1);
    return line;
}

progress_bar::progress_bar(std::string_view doing, std::size_t total)
    : doing_(doing), total_(total), is_terminal_(is_error_a_terminal())
{
}

progress_bar::~progress_bar()
{
    clear();
}

void progress_bar::show(std::size_t done, std::string_view what)
{
    if (!is_terminal_) return;
    redraw_error_line(progress_line(doing_, {done, total_}, what, terminal_columns()));
    is_shown_ = true;
}

void progress_bar::clear()
{
    if (!is_shown_) return;
    erase_error_line();
    is_shown_ = false;
}

}  // namespace parlance::app
