#pragma once

#include <parlance/extract/document_text.hpp>

#include <string>

namespace parlance::extract {

// What parlance-extract reads and writes. The server has a reader of its own: it trusts none of it.
//
// fd 0: the file name and a line end, then the bytes of the file.
// fd 1: "PXT1", the title, then for each block 'B', page (0 = none), number of headings, headings,
//       text; at the end 'E'. Numbers are 32 bits, little endian; a text is its bytes' number, then
//       its bytes in UTF-8.
// Exit: 0 = all is written; 2 = fd 2 holds one line for people, why not. Anything else is a crash.

inline constexpr int exit_refused = 2;

/// The answer for fd 1.
std::string reply_for(const document_text& text);

}  // namespace parlance::extract
