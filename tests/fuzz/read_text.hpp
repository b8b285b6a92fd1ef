#pragma once

#include "as_bytes.hpp"

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace parlance {

/// What holds for every file: a plain reason, or blocks of text that the server can take.
inline void check_read(const result<extract::document_text>& read)
{
    if (!read) {
        if (read.error().detail.empty()) std::abort();
        return;
    }
    const auto is_good = [](std::string_view text) {
        return is_utf8(text) && text.find('\0') == std::string_view::npos;
    };
    if (!is_good(read->title)) std::abort();
    for (const extract::text_block& block : read->blocks) {
        if (block.text.empty() || !is_good(block.text)) std::abort();
        for (const auto& heading : block.headings)
            if (heading.empty() || !is_good(heading)) std::abort();
    }
}

}  // namespace parlance
