#pragma once

#include <cstdio>
#include <mutex>
#include <string_view>

namespace parlance::runtime {

/// Where lines of the log go, whatever their form. Any thread.
class log_file {
public:
    /// @param out  outlives it.
    explicit log_file(std::FILE* out) : out_(out) {}
    /// Writes a line, its line end included, whole and at once. An empty one is none.
    void write(std::string_view line);

private:
    std::FILE* out_;
    std::mutex guard_;
};

}  // namespace parlance::runtime
