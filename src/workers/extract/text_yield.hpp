#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <cstddef>

namespace parlance::extract {

/// Judges what came out of a file, whatever its kind: a small file can become a large text that
/// says nothing, such as a slide with millions of one-letter lines, which would fill the index. A
/// document costs by its words (passages are cut by them) and is worth what is left of it when it
/// is packed; text that says the same again and again has many of the first and nearly none of the
/// second.
/// @param file_bytes  of the file as it was uploaded.
/// @errors  upstream_rejected: the text repeats itself beyond limits::yield_*.
result<> check_yield(const document_text& text, std::size_t file_bytes);

}  // namespace parlance::extract
