#include <parlance/extract/jail.hpp>
#include <parlance/extract/read_document.hpp>
#include <parlance/extract/reply.hpp>
#include <parlance/foundation/limits.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

/// One plain line for people, and the end.
int refuse(std::string_view reason)
{
    std::fwrite(reason.data(), 1, reason.size(), stderr);
    std::fputc('\n', stderr);
    return parlance::extract::exit_refused;
}

bool read_all(std::string& bytes)
{
    constexpr std::size_t bytes_max =
        parlance::limits::upload_bytes_max + parlance::limits::file_name_bytes_max + 1;
    std::array<char, 64 * 1024> room;
    while (bytes.size() <= bytes_max) {
        const ssize_t got = read(STDIN_FILENO, room.data(), room.size());
        if (got == 0) return true;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        bytes.append(room.data(), static_cast<std::size_t>(got));
    }
    return false;
}

bool write_all(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t put = write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
}

int run()
{
    std::string request;
    if (!read_all(request)) return refuse("The file is larger than can be read.");
    const std::size_t end = request.find('\n');
    if (end == std::string::npos) return refuse("The file has no name.");
    const std::string file_name = request.substr(0, end);
    const auto text =
        parlance::extract::read_document(file_name, std::string_view(request).substr(end + 1));
    if (!text) return refuse(text.error().detail);
    request = std::string();
    return write_all(parlance::extract::reply_for(*text)) ? 0 : 1;
}

}  // namespace

int main()
{
    if (const char* refused = parlance::extract::enter_jail()) {
        std::fprintf(stderr, "parlance-extract: %s\n", refused);
        return 1;
    }
    try {
        return run();
    } catch (const std::exception&) {
        return 1;  // out of memory: the parent says that a limit was met
    }
}
