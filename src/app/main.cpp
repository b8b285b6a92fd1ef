// app: main and composition: the only place that names adapters and reads the environment.
// It decides nothing about answers, documents or protocols.
// Start reading here, then command_line.cpp and composition.hpp.
#include <parlance/app/command_line.hpp>
#include <parlance/app/process_secrecy.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/foundation/thrown.hpp>

#include <csignal>
#include <exception>
#include <string>

int main(int argc, char** argv)
{
    if (!parlance::app::keep_to_this_account()) {
        parlance::app::print_error("parlance: the system refuses to keep this process private\n");
        return 71;  // EX_OSERR
    }
    // A client that leaves is an error code on its socket, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return parlance::app::run_command_line(argc, argv);
    } catch (const std::exception& cause) {
        parlance::app::print_error("parlance: " + parlance::name_of_thrown(cause) + "\n");
        return 70;  // EX_SOFTWARE
    }
}
