#pragma once

#include <parlance/foundation/task.hpp>

#include <functional>
#include <string>

namespace parlance {

/// Takes over work that outlives the request that caused it. Implemented by runtime's supervisor.
class background {
public:
    virtual ~background() = default;
    /// Starts `work` on one of the io threads: that of the caller, when it is one. Its end is
    /// waited for at shutdown. Any thread.
    /// @param name  low-cardinality, for logs ("turn", "ingestion").
    virtual void start(std::string name, task<> work) = 0;
    /// Runs a loop for as long as the server runs. One that ends in an exception is begun again
    /// after a pause; one that returns was told to. Any thread.
    /// @param loop  makes it, each time anew; what it refers to outlives the task.
    virtual void keep_running(std::string name, std::function<task<>()> loop) = 0;
};

}  // namespace parlance
