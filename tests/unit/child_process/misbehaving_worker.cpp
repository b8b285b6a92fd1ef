// A worker that does what the name of the file says.
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

std::string read_name()
{
    std::string name;
    char letter = 0;
    while (read(STDIN_FILENO, &letter, 1) == 1 && letter != '\n') name += letter;
    return name;
}

[[noreturn]] void spin()
{
    const rlimit one_second{1, 2};
    setrlimit(RLIMIT_CPU, &one_second);
    volatile unsigned long long turns = 0;
    while (true) turns = turns + 1;
}

[[noreturn]] void flood()
{
    const std::array<char, 65536> room{};
    while (write(STDOUT_FILENO, room.data(), room.size()) > 0) continue;
    std::_Exit(1);
}

[[noreturn]] void hang()
{
    while (true) pause();
}

void say(const char* words)
{
    std::fputs(words, stderr);
}

int answer_open_descriptors()
{
    int open = 0;
    for (int number = 3; number < 256; ++number)
        if (lseek(number, 0, SEEK_CUR) >= 0 || isatty(number) != 0 || dup(number) >= 0) ++open;
    say(open == 0 && std::getenv("HOME") == nullptr ? "alone\n" : "not alone\n");
    return 2;
}

}  // namespace

int main()
{
    const std::string name = read_name();
    if (name == "spins") spin();
    if (name == "floods") flood();
    if (name == "hangs") hang();
    if (name == "hangs silently") {
        close(STDOUT_FILENO);
        close(STDERR_FILENO);
        hang();
    }
    if (name == "crashes") std::abort();
    if (name == "is killed") std::raise(SIGKILL);
    if (name == "calls what it may not") std::raise(SIGSYS);
    if (name == "reads nothing") return 3;
    if (name == "refuses") return say("It is a picture of a cat.\nmore\n"), 2;
    if (name == "refuses oddly") return say("\x1b[31mred"), 2;
    if (name == "alone") return answer_open_descriptors();
    std::fputs("PXT1 this is not what was agreed", stdout);
    return 0;
}
