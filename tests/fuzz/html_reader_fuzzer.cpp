#include "as_bytes.hpp"

#include <parlance/extract/html_reader.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = parlance::extract::read_html(parlance::as_bytes(data, size));
    if (!read) return 0;
    for (const auto& block : read->blocks) {
        if (!parlance::is_utf8(block.text) || block.text.empty()) std::abort();
    }
    return 0;
}
