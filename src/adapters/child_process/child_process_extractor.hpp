// child_process: files are read by a confined program of its own, parlance-extract.
// It knows the worker's protocol and its limits, no file format.
// Start reading here, then child.hpp.
#pragma once

#include <parlance/knowledge/extractor.hpp>

#include <chrono>
#include <string>

namespace parlance::runtime {
class blocking_pool;
}

namespace parlance::child_process {

/// Fixed after start.
struct config {
    std::string program;  // path of parlance-extract
    // Of one file, by the clock: the worker has 30 s of processor, and what it read is kept before
    // limits::ingestion_lease is over.
    std::chrono::milliseconds time_max{45'000};
};

/// The worker that stands beside this program's own executable.
std::string worker_beside_this_program();

/// An extractor that starts a process for every file, and ends it in any case.
class child_process_extractor : public knowledge::extractor {
public:
    /// @param pool  outlives the extractor; one of its threads is taken for as long as a file
    /// takes.
    child_process_extractor(config with, runtime::blocking_pool& pool);

    task<result<knowledge::extracted_text>> extract(call_scope scope, std::string file_name,
                                                    std::string bytes) override;

private:
    config config_;
    runtime::blocking_pool& pool_;
};

}  // namespace parlance::child_process
