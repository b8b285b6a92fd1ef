// extract: the text of a file, read in a confined program of its own: parlance-extract.
// It is not linked into the server, which hears of a file's text only through a pipe.
// Start reading here, then main.cpp; one *_reader.hpp for each kind of file.
#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/extract/pdf_reader.hpp>
#include <parlance/foundation/error.hpp>

#include <string_view>

namespace parlance::extract {

/// Reads a file by the ending of its name.
/// @param pdf  reads PDF; without it they are refused.
/// @errors  upstream_rejected; `detail` is a sentence for people.
result<document_text> read_document(std::string_view file_name, std::string_view bytes,
                                    pdf_program* pdf = nullptr);

/// True when read_document would run the program that reads PDF.
bool needs_pdf_program(std::string_view file_name, std::string_view bytes);

}  // namespace parlance::extract
