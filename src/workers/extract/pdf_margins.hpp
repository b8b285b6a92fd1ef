#pragma once

#include <parlance/extract/pdf_layout.hpp>

#include <vector>

namespace parlance::extract {

/// Takes out what stands at the top or bottom of most pages at the same height: running titles and
/// page numbers. A page that has nothing else keeps them.
void remove_margins(std::vector<pdf_page>& pages);

}  // namespace parlance::extract
