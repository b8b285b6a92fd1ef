// Any body, cut anywhere, gives the same file as in one piece, and never more bytes than it has.
#include "as_bytes.hpp"

#include <parlance/edge/multipart_reader.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using parlance::edge::multipart_reader;
using parlance::edge::outcome;
using parlance::edge::uploaded_file;

constexpr std::size_t file_bytes_max = 1'000;

outcome<uploaded_file> read_in_pieces(std::string_view bytes, std::size_t size)
{
    auto reader = multipart_reader::for_type("multipart/form-data; boundary=b", file_bytes_max);
    if (!reader) std::abort();
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        auto fed = reader->feed(bytes.substr(at, size));
        if (!fed) return fed.error();
    }
    return reader->finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    const auto whole = read_in_pieces(bytes, size);
    const auto pieces = read_in_pieces(bytes, 1 + data[0] % 16);
    if (whole.has_value() != pieces.has_value()) std::abort();
    if (!whole) return 0;
    if (whole->bytes != pieces->bytes || whole->file_name != pieces->file_name) std::abort();
    if (whole->bytes.size() > file_bytes_max) std::abort();
    // The type of a part's header is read by the same rules.
    static_cast<void>(multipart_reader::for_type(std::string(bytes), file_bytes_max));
    return 0;
}
