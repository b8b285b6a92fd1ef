// Text of others for a terminal: any bytes, cut anywhere, are the same as in one piece, and nothing
// in them is obeyed.
#include "as_bytes.hpp"

#include <parlance/foundation/terminal_text.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void expect_only_shown(std::string_view text)
{
    if (!parlance::is_utf8(text)) std::abort();
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x20 && byte != '\n' && byte != '\t') std::abort();
        if (byte == 0x7F) std::abort();
        // U+0080 to U+009F; it is UTF-8, so that another byte follows.
        if (byte == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    const std::string whole = parlance::shown_text(bytes);
    expect_only_shown(whole);
    expect_only_shown(parlance::shown_line(bytes));
    if (parlance::shown_text(whole) != whole) std::abort();
    parlance::terminal_text pieces;
    std::string joined;
    const std::size_t step = 1 + data[0] % 7;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        joined += pieces.feed(bytes.substr(at, step));
    }
    if (joined + pieces.finish() != whole) std::abort();
    return 0;
}
