#pragma once

#include <parlance/edge/connection.hpp>
#include <parlance/edge/door.hpp>
#include <parlance/edge/hub.hpp>
#include <parlance/foundation/task.hpp>

#include <memory>

namespace parlance::edge {

/// Serves one connection to its end: request after request, bounded in time and memory whatever the
/// client does. Between two requests it holds neither a parser nor a buffer. A task for the
/// supervisor, on the connection's loop.
task<> serve_connection(std::shared_ptr<door> through, std::shared_ptr<hub> among,
                        std::shared_ptr<connection> with);

}  // namespace parlance::edge
