// Any target and header value ends in something well-formed or in a refusal.
#include "as_bytes.hpp"

#include <parlance/edge/byte_ranges.hpp>
#include <parlance/edge/header_values.hpp>
#include <parlance/edge/target.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

bool is_clean(const std::string& text)
{
    return parlance::is_utf8(text) && text.find('\0') == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    namespace edge = parlance::edge;
    const std::string_view bytes = parlance::as_bytes(data, size);
    const auto target = edge::parse_target(bytes);
    if (target) {
        if (!target->path.starts_with('/') || !is_clean(target->path)) std::abort();
        for (const auto& one : target->query) {
            if (one.name.empty() || !is_clean(one.name) || !is_clean(one.value)) std::abort();
        }
    }
    static_cast<void>(edge::parse_parameterised(bytes));
    const auto liking = edge::preference(bytes, "text/event-stream");
    if (liking && (*liking < 0 || *liking > 1'000)) std::abort();
    static_cast<void>(edge::names_entity_tag(bytes, "\"tag\""));
    for (const std::uint64_t file_bytes : {0U, 1U, 1'000'000U}) {
        const auto range = edge::parse_range(bytes, file_bytes);
        if (range.is != edge::range_wanted::kind::part) continue;
        const bool is_inside = range.part.count > 0 && range.part.from < file_bytes &&
                               range.part.count <= file_bytes - range.part.from;
        if (!is_inside) std::abort();
    }
    return 0;
}
