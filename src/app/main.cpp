// app: main and composition: the only place that names adapters and reads the environment.
// It decides nothing about answers, documents or protocols.
// Start reading here, then command_line.cpp and composition.hpp.
#include <parlance/app/command_line.hpp>
#include <parlance/foundation/thrown.hpp>

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv)
{
    // A client that leaves is an error code on its socket, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return parlance::app::run_command_line(argc, argv);
    } catch (const std::exception& cause) {
        std::fprintf(stderr, "parlance: %s\n", parlance::name_of_thrown(cause).c_str());
        return 70;  // EX_SOFTWARE
    }
}
