#pragma once

#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <string>

namespace parlance::app {

/// Everything on standard input.
/// @errors  invalid_request: more than `bytes_max`; internal: it cannot be read.
result<std::string> read_standard_input(std::size_t bytes_max);

}  // namespace parlance::app
