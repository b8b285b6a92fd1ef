#pragma once

#include <parlance/knowledge/byte_range.hpp>

#include <cstdint>
#include <string_view>

namespace parlance::edge {

/// What a Range header asks for.
struct range_wanted {
    enum class kind { whole, part, outside };
    kind is = kind::whole;
    knowledge::byte_range part;  // of a part: inside of what there is, not empty
};

/// Reads "bytes=0-1023", "bytes=1024-" or "bytes=-512" for something of `size` bytes. Several
/// ranges, other units and what is malformed mean the whole. @source RFC 9110, section 14.2.
range_wanted parse_range(std::string_view header, std::uint64_t size);

}  // namespace parlance::edge
