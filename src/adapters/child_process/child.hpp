#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace parlance::child_process {

/// One run of a program.
struct child_call {
    std::string program;             // a path; it is not looked for
    std::vector<std::string> input;  // written to fd 0, one after the other, then fd 0 is closed
    std::size_t output_bytes_max = 0;
    steady_time deadline;
    std::stop_token stop;
};

enum class child_end {
    exited,    // `exit_code` says how
    killed,    // by a signal: a crash, or a limit of the system
    too_late,  // killed at the deadline
    stopped,   // killed because somebody said stop
    too_large  // killed because it wrote more than it may
};

struct child_outcome {
    child_end end = child_end::exited;
    int exit_code = 0;
    int signal = 0;       // that killed it
    std::string output;   // of fd 1
    std::string message;  // of fd 2, at most 4 KiB
};

/// Runs a program to its end. Blocks: for threads of the blocking pool only. The program gets fds
/// 0, 1 and 2, no environment but the locale, and a process group of its own; it is always reaped.
/// @errors  internal when the program cannot be started.
result<child_outcome> run_child(const child_call& call);

}  // namespace parlance::child_process
