#pragma once

#include <cstddef>

// What a file may cost in the worker, beside src/foundation/limits.hpp.
namespace parlance::limits {

// Archives: what .docx, .pptx and .xlsx are. Sizes are counted while unpacking, never believed.
inline constexpr std::size_t archive_entries_max = 20'000;  // a long deck has some thousand
inline constexpr std::size_t archive_unpacked_bytes_max = 512 * 1024 * 1024;  // in all parts read
inline constexpr std::size_t archive_ratio_max = 300;  // repetitive sheets reach 100, bombs 1,000
inline constexpr std::size_t archive_ratio_free_bytes = 8 * 1024 * 1024;  // before the ratio counts

// XML.
inline constexpr std::size_t xml_depth_max = 200;  // tables in tables in text boxes stay under 80

// JSON. The server's own messages have limits::json_depth_max; files of others nest deeper.
inline constexpr std::size_t json_file_depth_max = 100;

// Pages, slides, sheets.
inline constexpr std::size_t pages_max = 5'000;      // the longest handbooks have 3,000
inline constexpr std::size_t sheets_max = 500;       // of one workbook
inline constexpr std::size_t cells_max = 2'000'000;  // with text, in one workbook

}  // namespace parlance::limits
