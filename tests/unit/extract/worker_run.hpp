#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace parlance::extract {

/// How parlance-extract ended, and what it wrote.
struct worker_end {
    int exit_code = -1;  // -1 = killed
    std::string reply;
    std::string message;  // without its line end
    std::chrono::milliseconds took{0};
};

/// Runs the worker that was built beside this test, with a file.
worker_end run_worker(std::string_view file_name, std::string_view bytes);

/// The texts of a reply, one below the other; "" when it is none.
std::string texts_in(std::string_view reply);

}  // namespace parlance::extract
