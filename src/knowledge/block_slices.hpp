#pragma once

#include <parlance/knowledge/extractor.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace parlance::knowledge {

/// Hands out the blocks of a long text a part at a time, so that cutting it into passages never
/// keeps a thread for long. A part ends where a page or a heading does; a run that is too long in
/// itself is parted at a line end.
class block_slices {
public:
    static constexpr std::size_t usual_bytes = 128 * 1024;  // milliseconds of cutting
    static constexpr std::size_t bytes_max = 512 * 1024;

    explicit block_slices(std::vector<extracted_block> blocks) : blocks_(std::move(blocks)) {}

    /// Nothing at the end.
    std::optional<std::vector<extracted_block>> next();

private:
    /// At most so much of the block that comes next.
    extracted_block take(std::size_t bytes);

    std::vector<extracted_block> blocks_;
    std::size_t at_ = 0;
    std::size_t offset_ = 0;  // how much of blocks_[at_] was handed out
};

}  // namespace parlance::knowledge
