#pragma once

#include <parlance/extract/pdf_layout.hpp>

#include <vector>

namespace parlance::extract {

/// Takes out what stands at the top or bottom of several pages at the same height: running titles
/// and page numbers. A page that has nothing else keeps them. The lines of a table of contents,
/// with their rows of dots, go too.
void remove_margins(std::vector<pdf_page>& pages);

}  // namespace parlance::extract
