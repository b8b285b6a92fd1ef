#include <parlance/child_process/reply_reader.hpp>

#include <parlance/foundation/text.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace parlance::child_process {
namespace {

constexpr std::string_view magic = "PXT1";
constexpr std::size_t headings_max = 16;

class field_reader {
public:
    explicit field_reader(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] bool is_at_end() const { return bytes_.empty(); }

    std::optional<char> letter()
    {
        if (bytes_.empty()) return std::nullopt;
        const char first = bytes_.front();
        bytes_.remove_prefix(1);
        return first;
    }

    std::optional<std::uint32_t> number()
    {
        if (bytes_.size() < 4) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t at = 0; at < 4; ++at) {
            value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes_[at])) << (8 * at);
        }
        bytes_.remove_prefix(4);
        return value;
    }

    std::optional<std::string> text()
    {
        const auto length = number();
        if (!length || *length > bytes_.size()) return std::nullopt;
        const std::string_view taken = bytes_.substr(0, *length);
        bytes_.remove_prefix(*length);
        if (!is_utf8(taken) || taken.find('\0') != std::string_view::npos) return std::nullopt;
        return std::string(taken);
    }

    bool skip(std::string_view expected)
    {
        if (!bytes_.starts_with(expected)) return false;
        bytes_.remove_prefix(expected.size());
        return true;
    }

private:
    std::string_view bytes_;
};

std::optional<knowledge::extracted_block> block_in(field_reader& fields)
{
    knowledge::extracted_block block;
    const auto page = fields.number();
    const auto headings = fields.number();
    if (!page || !headings || *headings > headings_max) return std::nullopt;
    if (*page > 0) block.page = *page;
    for (std::uint32_t step = 0; step < *headings; ++step) {
        auto heading = fields.text();
        if (!heading) return std::nullopt;
        block.headings.push_back(std::move(*heading));
    }
    auto text = fields.text();
    if (!text) return std::nullopt;
    block.text = std::move(*text);
    return block;
}

error broken()
{
    return fail(fault::internal, "the extraction worker answered what was not agreed");
}

}  // namespace

result<knowledge::extracted_text> read_reply(std::string_view bytes)
{
    field_reader fields(bytes);
    if (!fields.skip(magic)) return broken();
    auto title = fields.text();
    if (!title) return broken();
    knowledge::extracted_text text;
    text.title = std::move(*title);
    while (true) {
        const auto kind = fields.letter();
        if (kind == 'E' && fields.is_at_end()) return text;
        if (kind != 'B') return broken();
        auto block = block_in(fields);
        if (!block) return broken();
        text.blocks.push_back(std::move(*block));
    }
}

}  // namespace parlance::child_process
