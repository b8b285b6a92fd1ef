#include <parlance/extract/jail.hpp>
#include <parlance/extract/read_document.hpp>
#include <parlance/extract/reply.hpp>
#include <parlance/foundation/limits.hpp>

#include <array>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

/// One plain line for people, and the end.
int refuse(std::string_view reason)
{
    std::fwrite(reason.data(), 1, reason.size(), stderr);
    std::fputc('\n', stderr);
    return parlance::extract::exit_refused;
}

void tell_memory_is_spent()
{
    constexpr std::string_view sentence = "The file takes more memory to read than is allowed.\n";
    [[maybe_unused]] const ssize_t put = write(STDERR_FILENO, sentence.data(), sentence.size());
    _exit(parlance::extract::exit_refused);
}

bool read_all(std::string& bytes)
{
    constexpr std::size_t bytes_max =
        parlance::limits::upload_bytes_max + parlance::limits::file_name_bytes_max + 1;
    std::array<char, 64 * 1024> room{};
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

/// Says why it ends: only the server's log tells of it.
int give_up(std::string_view refused)
{
    std::fprintf(stderr, "parlance-extract: %.*s\n", static_cast<int>(refused.size()),
                 refused.data());
    return 1;
}

int run()
{
    std::string request;
    if (!read_all(request)) return refuse("The file is larger than can be read.");
    const std::size_t end = request.find('\n');
    if (end == std::string::npos) return refuse("The file has no name.");
    const std::string file_name = request.substr(0, end);
    const std::string_view bytes = std::string_view(request).substr(end + 1);
    parlance::extract::confined_program pdf;
    if (parlance::extract::needs_pdf_program(file_name, bytes)) {
        std::vector<std::string> arguments = parlance::extract::pdf_program_arguments();
        if (const char* refused = pdf.start(PARLANCE_PDFTOTEXT, std::move(arguments))) {
            return give_up(refused);
        }
    }
    if (const char* refused = parlance::extract::filter_calls()) return give_up(refused);
    const auto text = parlance::extract::read_document(file_name, bytes, &pdf);
    if (!text) return refuse(text.error().detail);
    request = std::string();
    return write_all(parlance::extract::reply_for(*text)) ? 0 : 1;
}

}  // namespace

int main()
{
    if (const char* refused = parlance::extract::enter_jail(PARLANCE_PDFTOTEXT)) {
        return give_up(refused);
    }
    // Not by catching what new throws: the libraries' callbacks let nothing through.
    std::set_new_handler(tell_memory_is_spent);
    try {
        return run();
    } catch (const std::exception&) {
        return 1;
    }
}
