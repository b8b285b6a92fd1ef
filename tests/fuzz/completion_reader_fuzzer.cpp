// Any bytes, cut anywhere, must give the same text as in one piece, and never more than they hold.
#include "as_bytes.hpp"

#include <parlance/openai_compatible/wire/completion_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using parlance::openai_compatible::wire::completion_reader;

std::string read_in_pieces(std::string_view bytes, std::size_t size)
{
    completion_reader reader;
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        const auto fed = reader.feed(bytes.substr(at, size));
        text += reader.take_text();
        if (!fed && reader.feed(bytes)) std::abort();  // an error is for good
    }
    static_cast<void>(reader.end());
    return text + reader.take_text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    const std::string whole = read_in_pieces(bytes, size);
    if (read_in_pieces(bytes, 1 + data[0] % 16) != whole) std::abort();
    if (whole.size() > bytes.size()) std::abort();
    return 0;
}
