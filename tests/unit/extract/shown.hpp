#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <string>

namespace parlance::extract {

/// A document on one string, so that a test shows everything that was read: "path|text" a block.
inline std::string shown(const result<document_text>& read)
{
    if (!read) return "refused: " + read.error().detail;
    std::string all = read->title + "\n";
    for (const text_block& block : read->blocks) {
        std::string path = block.page ? std::to_string(*block.page) + ":" : "";
        for (std::size_t at = 0; at < block.headings.size(); ++at)
            path += (at == 0 ? "" : ">") + block.headings[at];
        all += path + "|" + block.text + "\n";
    }
    return all;
}

}  // namespace parlance::extract
