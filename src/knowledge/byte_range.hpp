#pragma once

#include <cstdint>

namespace parlance::knowledge {

/// `count` bytes from `from` on.
struct byte_range {
    std::uint64_t from = 0;
    std::uint64_t count = 0;
};

}  // namespace parlance::knowledge
