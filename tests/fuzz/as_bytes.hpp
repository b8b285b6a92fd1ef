#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parlance {

/// What libFuzzer gives, as readers take it.
inline std::string_view as_bytes(const std::uint8_t* data, std::size_t size)
{
    const auto* bytes = reinterpret_cast<const char*>(data);  // NOLINT(*-reinterpret-cast)
    return {bytes, size};
}

}  // namespace parlance
