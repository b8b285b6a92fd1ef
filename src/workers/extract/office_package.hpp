#pragma once

#include <parlance/extract/archive.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// How a part of an Office document points at another one.
struct office_relation {
    std::string id;
    std::string type;    // the last word of its address: "slide", "notesSlide", "styles"
    std::string target;  // the name of the entry
};

/// The relations of a part; those that point out of the file are left out. A part without any has
/// an empty list. @param part  the name of its entry; empty for the package itself.
result<std::vector<office_relation>> relations_of(archive& from, const std::string& part);

/// The target of the relation with this id; empty when there is none.
std::string target_of(const std::vector<office_relation>& relations, std::string_view id);
/// The first target of this type; empty when there is none.
std::string target_of_type(const std::vector<office_relation>& relations, std::string_view type);

/// The part that the package is about: the document, presentation or workbook.
/// @errors  upstream_rejected: damaged.
result<std::string> main_part_of(archive& from);

/// The title in the properties of the document; empty when it is missing or says nothing, such as
/// "PowerPoint Presentation".
std::string title_in_properties(archive& from);

/// False for titles that programs write when nobody gave one.
bool is_sensible_title(std::string_view title);

/// True unless the value of an on/off attribute says off.
bool is_on(std::string_view value);

}  // namespace parlance::extract
