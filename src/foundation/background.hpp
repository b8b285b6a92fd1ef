#pragma once

#include <parlance/foundation/task.hpp>

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
};

}  // namespace parlance
