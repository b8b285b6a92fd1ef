#include <parlance/egress/event_lines.hpp>

#include <utility>

namespace parlance::egress {
namespace {

constexpr std::size_t kept_bytes_max = 4 * 1024;  // ten times a chunk of text

/// Where the first CR or LF is. Two searches for one byte are much faster than one for two.
std::size_t line_end(std::string_view bytes)
{
    const auto feed = bytes.find('\n');
    const auto carriage = bytes.substr(0, feed).find('\r');
    return carriage == std::string_view::npos ? feed : carriage;
}

}  // namespace

bool event_lines::feed(std::string_view bytes, const receiver& receive)
{
    while (!is_too_long_ && !bytes.empty()) {
        if (std::exchange(after_return_, false) && bytes.front() == '\n') {
            bytes.remove_prefix(1);
            continue;
        }
        const auto end = line_end(bytes);
        const std::string_view piece = bytes.substr(0, end);
        if (line_.size() + data_.size() + piece.size() > event_bytes_max) {
            is_too_long_ = true;
            break;
        }
        if (end == std::string_view::npos) {
            line_ += piece;
            break;
        }
        after_return_ = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (line_.empty()) {
            take_line(piece, receive);
        } else {
            line_ += piece;
            const std::string line = std::exchange(line_, std::string());
            take_line(line, receive);
        }
    }
    return !is_too_long_;
}

void event_lines::end(const receiver& receive)
{
    if (is_too_long_) return;
    if (!line_.empty()) {
        const std::string line = std::exchange(line_, std::string());
        take_line(line, receive);
    }
    take_line({}, receive);
}

void event_lines::take_line(std::string_view line, const receiver& receive)
{
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (std::exchange(is_first_line_, false) && line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
    }
    if (line.empty()) {
        if (std::exchange(has_data_, false)) {
            receive(server_event{name_.empty() ? std::string_view("message") : name_, data_});
        }
        name_.clear();
        data_.clear();  // its room is used again, unless it was an unusual one
        if (data_.capacity() > kept_bytes_max) std::string().swap(data_);
        return;
    }
    const auto colon = line.find(':');
    std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    take_field(line.substr(0, colon), value);
}

void event_lines::take_field(std::string_view field, std::string_view value)
{
    if (field == "event") name_ = value;
    if (field != "data") return;
    if (has_data_) data_ += '\n';
    data_ += value;
    has_data_ = true;
}

}  // namespace parlance::egress
