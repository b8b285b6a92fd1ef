#include <parlance/app/terminal_output.hpp>

#include <boost/json/serialize.hpp>

#include <cstdio>
#include <unistd.h>

namespace parlance::app {
namespace {

void write(std::FILE* to, std::string_view harmless)
{
    std::fwrite(harmless.data(), 1, harmless.size(), to);
    std::fflush(to);
}

constexpr std::string_view begin_line_again = "\r\x1b[2K";

}  // namespace

void print(std::string_view text)
{
    write(stdout, shown_text(text));
}

void print_error(std::string_view text)
{
    write(stderr, shown_text(text));
}

void print_json(const boost::json::value& what)
{
    print_json_text(boost::json::serialize(what));
}

void print_json_text(std::string_view json)
{
    std::string line = shown_json(json);
    if (!line.ends_with('\n')) line += '\n';
    write(stdout, line);
}

void streamed_output::print(std::string_view piece)
{
    write(stdout, text_.feed(piece));
}

void streamed_output::finish()
{
    write(stdout, text_.finish());
}

bool is_error_a_terminal()
{
    return isatty(STDERR_FILENO) == 1;
}

void redraw_error_line(std::string_view line)
{
    std::string whole(begin_line_again);
    write(stderr, whole += shown_line(line));
}

void erase_error_line()
{
    write(stderr, begin_line_again);
}

}  // namespace parlance::app
