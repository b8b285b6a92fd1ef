// zlib then promises not to write what it reads.
#define ZLIB_CONST  // NOLINT(readability-identifier-naming): the name is zlib's

#include <parlance/extract/text_yield.hpp>

#include <parlance/extract/extract_limits.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <zlib.h>

namespace parlance::extract {
namespace {

// The shortest block that is counted; each is a passage of its own, however short.
constexpr std::size_t block_words_min = 40;
// A run without a gap is cut into passages by its bytes, see knowledge/passages.cpp.
constexpr std::size_t run_bytes_max = 800;

bool is_gap(char letter)
{
    return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

std::size_t words_of_run(std::size_t bytes)
{
    if (bytes == 0) return 0;
    return bytes > run_bytes_max ? bytes / 2 : 1;
}

/// As passages count them: two ideographs are a word.
std::size_t words_in(std::string_view text)
{
    std::size_t words = 0;
    std::size_t ideographs = 0;
    std::size_t run_bytes = 0;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0xE3U && byte <= 0xE9U) ++ideographs;
        if (!is_gap(letter)) {
            ++run_bytes;
            continue;
        }
        words += words_of_run(run_bytes);
        run_bytes = 0;
    }
    return words + words_of_run(run_bytes) + ideographs / 2;
}

/// Counts what is left of a text when it is packed; the packed bytes are not kept.
class packer {
public:
    packer() : is_ready_(deflateInit(&stream_, Z_BEST_SPEED) == Z_OK) {}
    ~packer()
    {
        if (is_ready_) deflateEnd(&stream_);
    }
    packer(const packer&) = delete;
    packer& operator=(const packer&) = delete;

    /// @return false when no memory is left for it.
    [[nodiscard]] bool is_ready() const { return is_ready_; }
    [[nodiscard]] std::size_t packed_bytes() const { return stream_.total_out; }

    void pack(std::string_view text)
    {
        stream_.next_in =
            reinterpret_cast<const Bytef*>(text.data());  // NOLINT(*-reinterpret-cast)
        stream_.avail_in = static_cast<uInt>(text.size());
        while (stream_.avail_in > 0) run(Z_NO_FLUSH);
    }
    void finish()
    {
        while (run(Z_FINISH) == Z_OK) continue;
    }

private:
    int run(int how)
    {
        stream_.next_out = room_.data();
        stream_.avail_out = static_cast<uInt>(room_.size());
        return deflate(&stream_, how);
    }

    z_stream stream_{};
    std::array<Bytef, 16 * 1024> room_{};
    bool is_ready_;
};

/// Packs until there is enough of it, which is soon for ordinary text.
bool packs_to_at_least(std::size_t bytes, const document_text& text)
{
    constexpr std::size_t piece_bytes = 64 * 1024;
    packer all;
    if (!all.is_ready()) return true;  // the limit of memory has its own sentence
    for (const text_block& block : text.blocks) {
        for (const std::string& heading : block.headings) all.pack(heading);
        for (std::string_view rest = block.text; !rest.empty();) {
            all.pack(rest.substr(0, piece_bytes));
            rest.remove_prefix(std::min(rest.size(), piece_bytes));
            if (all.packed_bytes() >= bytes) return true;
        }
    }
    all.finish();
    return all.packed_bytes() >= bytes;
}

}  // namespace

result<> check_yield(const document_text& text, std::size_t file_bytes)
{
    std::size_t words = 0;
    std::size_t text_bytes = 0;
    for (const text_block& block : text.blocks) {
        words += std::max(words_in(block.text), block_words_min);
        text_bytes += block.text.size();
    }
    if (words <= limits::yield_free_words) return {};
    const bool grows_too_much = text_bytes / limits::yield_text_ratio_max > file_bytes;
    if (grows_too_much || !packs_to_at_least(words / limits::yield_words_a_byte_max, text)) {
        return fail(fault::upstream_rejected,
                    "The file repeats the same text too often to be searched.");
    }
    return {};
}

}  // namespace parlance::extract
