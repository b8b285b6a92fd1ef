#pragma once

#include <parlance/edge/services.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <functional>
#include <string>

namespace parlance::edge {

/// Makes a text: a long one on a thread of the pool, so that others on this loop do not wait for
/// it.
/// @param bytes  about how long it will be.
/// @param work   owns what it reads.
/// @errors  overloaded when the pool has too much to do.
task<result<std::string>> encode(const services& with, std::size_t bytes,
                                 std::function<std::string()> work);

}  // namespace parlance::edge
