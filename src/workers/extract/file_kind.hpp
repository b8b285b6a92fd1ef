#pragma once

#include <parlance/foundation/error.hpp>

#include <string>
#include <string_view>

namespace parlance::extract {

/// What a file is read as, by the ending of its name.
enum class file_kind {
    plain_text,
    markdown,
    html,
    comma_separated,
    tab_separated,
    xml,
    json,
    json_lines,
    restructured_text,
    source_code,
    pdf,
    word,
    presentation,
    workbook,
    old_office,  // .doc, .xls, .ppt
    unreadable,  // pictures, archives, programs
    unknown      // any other ending, or none: text if its bytes are text
};

/// The ending of a name in lower case, without the dot; empty when it has none.
std::string ending_of(std::string_view file_name);

file_kind kind_of(std::string_view ending);

/// Refuses bytes that the first of them show to be another kind of file than its name says.
/// @errors  upstream_rejected with a sentence for people: of a wrong ending, protected, of an old
///          format, cut off.
result<> check_content(file_kind kind, std::string_view bytes);

}  // namespace parlance::extract
