#include <parlance/stored_form/page_cursor.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace parlance::stored_form {
namespace {

wall_time time_of(std::int64_t milliseconds)
{
    return wall_time(std::chrono::milliseconds(milliseconds));
}

}  // namespace

std::string format_cursor(const page_cursor& at)
{
    return std::to_string(at.when.time_since_epoch().count()) + "." + format_uuid(at.which);
}

result<page_cursor> parse_cursor(std::string_view text)
{
    if (text.empty()) {
        uuid_bytes last;
        last.fill(0xff);
        return page_cursor{time_of(std::numeric_limits<std::int64_t>::max()), last};
    }
    const std::size_t dot = std::min(text.find('.'), text.size());
    std::int64_t milliseconds = 0;
    const auto [stopped, failed] = std::from_chars(text.data(), text.data() + dot, milliseconds);
    const bool is_number = failed == std::errc() && stopped == text.data() + dot;
    const auto which = parse_uuid(text.substr(std::min(dot + 1, text.size())));
    if (!is_number || !which) {
        return fail(fault::invalid_request, "this is not a cursor of this list");
    }
    return page_cursor{time_of(milliseconds), *which};
}

}  // namespace parlance::stored_form
