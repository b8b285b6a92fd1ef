#include <parlance/edge/assets.hpp>

#include <parlance/edge/header_values.hpp>

#include <algorithm>
#include <array>

namespace parlance::edge {

const asset* find_asset(std::span<const asset> among, std::string_view path)
{
    const auto found = std::find_if(among.begin(), among.end(),
                                    [&](const asset& one) { return one.path == path; });
    return found == among.end() ? nullptr : &*found;
}

representation choose_representation(const asset& of, std::string_view accept_encoding)
{
    struct coded {
        std::string_view coding;
        std::string_view bytes;
    };
    const std::array<coded, 2> smallest_first{coded{"br", of.brotli}, coded{"gzip", of.gzip}};
    const coded* best = nullptr;
    // Identity is allowed unless it is named; a coding only when it is.
    int best_quality = 0;
    for (const coded& one : smallest_first) {
        const int quality = preference(accept_encoding, one.coding).value_or(0);
        if (one.bytes.empty() || quality <= best_quality) continue;
        best = &one;
        best_quality = quality;
    }
    const int identity_quality = preference(accept_encoding, "identity").value_or(1);
    representation chosen;
    const bool is_coded = best != nullptr && best_quality >= identity_quality;
    chosen.bytes = is_coded ? best->bytes : of.identity;
    chosen.coding = is_coded ? best->coding : std::string_view();
    chosen.entity_tag = "\"" + std::string(of.hash);
    if (is_coded) chosen.entity_tag += "-" + std::string(best->coding);
    chosen.entity_tag += '"';
    return chosen;
}

}  // namespace parlance::edge
