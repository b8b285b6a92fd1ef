#pragma once

#include <string>
#include <vector>

namespace parlance::app {

enum class after_sending { wait_until_read, leave };

struct add_options {
    std::vector<std::string> paths;  // files and folders; "-" is standard input
    std::string name;                // of the document that standard input is
    after_sending then = after_sending::wait_until_read;
};

/// Adds files, and the files below folders, and waits until each is read or failed. Without a
/// running server it always waits: nobody else would read them.
/// @return the exit status: 0 when all of them are ready, or sent when it does not wait.
int add(const add_options& how);

}  // namespace parlance::app
