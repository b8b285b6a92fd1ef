// Server-sent events of a model's server: any bytes, cut anywhere, are the same events as in one
// piece, and no event is longer than its limit.
#include "as_bytes.hpp"

#include <parlance/egress/event_lines.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using parlance::egress::event_lines;

/// Every event on a line of its own, its parts with their lengths, so that no two lists look alike.
std::string events_in(std::string_view bytes, std::size_t size)
{
    std::string seen;
    const auto receive = [&seen](const parlance::egress::server_event& one) {
        if (one.data.size() > parlance::egress::event_bytes_max) std::abort();
        seen += std::to_string(one.name.size()) + ":" + std::string(one.name) + "," +
                std::to_string(one.data.size()) + ":" + std::string(one.data) + "\n";
    };
    event_lines lines;
    bool is_readable = true;
    for (std::size_t at = 0; at < bytes.size() && is_readable; at += size) {
        is_readable = lines.feed(bytes.substr(at, size), receive);
    }
    if (is_readable) lines.end(receive);
    else seen += "too long";
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    const std::string whole = events_in(bytes, std::max<std::size_t>(bytes.size(), 1));
    if (events_in(bytes, 1) != whole) std::abort();
    if (events_in(bytes, 1 + data[0] % 16) != whole) std::abort();
    return 0;
}
