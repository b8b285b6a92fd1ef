#pragma once

#include <csignal>
#include <cstddef>
#include <sstream>
#include <string>
#include <sys/types.h>
#include <vector>

namespace parlance::postgresql {

/// Processes of a server that stand still, until the end.
class stopped_processes {
public:
    /// @param listed  their numbers, with spaces between.
    explicit stopped_processes(const std::string& listed)
    {
        std::istringstream numbers(listed);
        for (pid_t one = 0; numbers >> one;) all_.push_back(one);
        for (const pid_t one : all_) ::kill(one, SIGSTOP);
    }
    ~stopped_processes()
    {
        for (const pid_t one : all_) ::kill(one, SIGCONT);
    }
    stopped_processes(const stopped_processes&) = delete;
    stopped_processes& operator=(const stopped_processes&) = delete;

    [[nodiscard]] std::size_t count() const { return all_.size(); }

private:
    std::vector<pid_t> all_;
};

}  // namespace parlance::postgresql
