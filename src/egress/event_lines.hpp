#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace parlance::egress {

inline constexpr std::size_t event_bytes_max = 256 * 1024;  // a chunk of text has a few hundred

/// One server-sent event. Valid until the receiver returns.
struct server_event {
    std::string_view name;  // "message" when the stream names none
    std::string_view data;
};

/// Cuts a byte stream into server-sent events, however the bytes are sliced. Comments and the
/// fields id and retry are skipped.
/// @source HTML Living Standard, section 9.2.6
class event_lines {
public:
    using receiver = std::function<void(const server_event& event)>;

    /// Calls `receive` for each event that `bytes` completes.
    /// @return false when an event is longer than event_bytes_max; nothing more is read then.
    bool feed(std::string_view bytes, const receiver& receive);

    /// The stream has ended: an event whose empty line is missing still counts, as some servers do
    /// not send it after the last one.
    void end(const receiver& receive);

private:
    void take_line(std::string_view line, const receiver& receive);
    void take_field(std::string_view field, std::string_view value);

    std::string line_;  // begun, its end not seen
    std::string name_;
    std::string data_;
    bool has_data_ = false;
    bool after_return_ = false;  // a line feed now belongs to the CR before it
    bool is_first_line_ = true;
    bool is_too_long_ = false;
};

}  // namespace parlance::egress
