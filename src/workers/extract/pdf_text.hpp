#pragma once

#include <parlance/extract/outline.hpp>
#include <parlance/extract/pdf_layout.hpp>

#include <vector>

namespace parlance::extract {

/// Writes the pages of a document: headings, paragraphs, rows of tables.
void write_pages(std::vector<pdf_page>& pages, outline& out);

}  // namespace parlance::extract
