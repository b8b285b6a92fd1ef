#include <parlance/app/commands/standard_input.hpp>

#include <array>
#include <cerrno>
#include <unistd.h>

namespace parlance::app {

result<std::string> read_standard_input(std::size_t bytes_max)
{
    std::string bytes;
    std::array<char, 64 * 1024> room{};
    for (;;) {
        const ssize_t got = read(STDIN_FILENO, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(fault::internal, "standard input cannot be read");
        if (got == 0) return bytes;
        bytes.append(room.data(), static_cast<std::size_t>(got));
        if (bytes.size() > bytes_max) {
            return fail(fault::invalid_request,
                        "standard input has more than " + std::to_string(bytes_max) + " bytes");
        }
    }
}

}  // namespace parlance::app
