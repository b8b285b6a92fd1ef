#include <parlance/knowledge/block_slices.hpp>

#include <parlance/foundation/text.hpp>

#include <string_view>
#include <utility>

namespace parlance::knowledge {
namespace {

bool is_same_run(const extracted_block& one, const extracted_block& other)
{
    return one.page == other.page && one.headings == other.headings;
}

/// Where to part `text` so that at most `bytes` come before: after a paragraph or a line if there
/// is one in the second half, or after a character.
std::size_t parting_of(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes) return text.size();
    for (const std::string_view end : {"\n\n", "\n"}) {
        const std::size_t found = text.substr(0, bytes).rfind(end);
        if (found != std::string_view::npos && found > bytes / 2) return found + end.size();
    }
    return floor_to_character(text, bytes);
}

}  // namespace

std::optional<std::vector<extracted_block>> block_slices::next()
{
    if (at_ >= blocks_.size()) return std::nullopt;
    std::vector<extracted_block> slice;
    std::size_t bytes = 0;
    while (at_ < blocks_.size() && bytes < bytes_max) {
        const bool begins_run = !slice.empty() && !is_same_run(slice.back(), blocks_[at_]);
        const bool fits = blocks_[at_].text.size() - offset_ <= bytes_max - bytes;
        if (bytes >= usual_bytes && (begins_run || !fits)) break;
        slice.push_back(take(bytes_max - bytes));
        bytes += slice.back().text.size() + 1;  // a block without text costs something too
    }
    return slice;
}

extracted_block block_slices::take(std::size_t bytes)
{
    extracted_block& from = blocks_[at_];
    const auto left = std::string_view(from.text).substr(offset_);
    const std::size_t length = parting_of(left, bytes);
    if (offset_ == 0 && length == left.size()) return std::move(blocks_[at_++]);
    extracted_block part{from.page, from.headings, std::string(left.substr(0, length))};
    offset_ += length;
    if (offset_ == from.text.size()) {
        from.text = std::string();  // it was long
        offset_ = 0;
        ++at_;
    }
    return part;
}

}  // namespace parlance::knowledge
