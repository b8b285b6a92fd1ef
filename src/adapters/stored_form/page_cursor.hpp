#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/id.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parlance::stored_form {

/// The last row of a page in a list that is sorted by time and id, both falling. What comes after
/// it does not move when rows are added in front.
struct page_cursor {
    wall_time when;
    uuid_bytes which{};
};

std::string format_cursor(const page_cursor& at);

/// The place before every row for an empty text.  @errors  invalid_request.
result<page_cursor> parse_cursor(std::string_view text);

}  // namespace parlance::stored_form
