#pragma once

#include <cstddef>

// What a file may cost in the worker, beside src/foundation/limits.hpp.
namespace parlance::limits {

// Archives: what .docx, .pptx and .xlsx are. Sizes are counted while unpacking, never believed.
inline constexpr std::size_t archive_entries_max = 20'000;  // a long deck has some thousand
inline constexpr std::size_t archive_unpacked_bytes_max = 512 * 1024 * 1024;  // in all parts read
inline constexpr std::size_t archive_ratio_max = 300;  // repetitive sheets reach 100, bombs 1,000
inline constexpr std::size_t archive_ratio_free_bytes = 8 * 1024 * 1024;  // before the ratio counts

// What comes out of a file, of every kind. Measured with text packed at zlib's quickest: prose has
// 0.4 words for each packed byte, orders and sensor readings 1 to 2, a sheet whose cells are zeros
// by 97 % has 6, one of nothing but zeros 15; one-letter lines have 36 to 110. Text is up to 48
// times as large as its file (a sheet of yes and no under long headings); a slide or cell that is
// shown again and again makes 1,900.
inline constexpr std::size_t yield_free_words = 400'000;   // 1,000 passages: a long novel
inline constexpr std::size_t yield_words_a_byte_max = 20;  // of what is left when it is packed
inline constexpr std::size_t yield_text_ratio_max = 200;   // bytes of text for each of the file

// XML.
inline constexpr std::size_t xml_depth_max = 200;  // tables in tables in text boxes stay under 80

// JSON. The server's own messages have limits::json_depth_max; files of others nest deeper.
inline constexpr std::size_t json_file_depth_max = 100;

// Pages, slides, sheets.
inline constexpr std::size_t pages_max = 5'000;      // the longest handbooks have 3,000
inline constexpr std::size_t sheets_max = 500;       // of one workbook
inline constexpr std::size_t cells_max = 2'000'000;  // with text, in one workbook

}  // namespace parlance::limits
