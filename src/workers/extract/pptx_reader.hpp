#pragma once

#include <parlance/extract/archive.hpp>
#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

namespace parlance::extract {

/// A presentation: each slide is a page under its title; a table row is one line; the notes of a
/// slide stand below it, marked as such. Hidden slides are left out but counted.
/// @source ECMA-376 part 1, 19. @errors  upstream_rejected with a sentence for people.
result<document_text> read_pptx(archive& file);

}  // namespace parlance::extract
