#include <parlance/edge/multipart_reader.hpp>

#include <parlance/edge/header_values.hpp>
#include <parlance/edge/percent.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <utility>

namespace parlance::edge {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view headers_end = "\r\n\r\n";
constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046, section 5.1.1

problem malformed(const std::string& why)
{
    return refuse(400, "the multipart/form-data body is malformed: " + why);
}

problem wrong_field(std::string_view name, std::string message)
{
    std::vector<field_mistake> mistakes;
    mistakes.push_back(field_mistake{std::string(name), std::move(message)});
    return refuse_fields(std::move(mistakes));
}

bool is_boundary(std::string_view text)
{
    if (text.empty() || text.size() > boundary_bytes_max || text.ends_with(' ')) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter >= ' ' && letter < 0x7f; });
}

/// The value of filename*, "UTF-8''na%C3%AFve.txt". @source RFC 8187.
std::optional<std::string> extended_value(std::string_view text)
{
    const std::size_t charset_end = text.find('\'');
    if (charset_end == std::string_view::npos) return std::nullopt;
    const std::size_t language_end = text.find('\'', charset_end + 1);
    if (language_end == std::string_view::npos) return std::nullopt;
    if (!equals_ignoring_case(text.substr(0, charset_end), "utf-8")) return std::nullopt;
    return percent_decoded(text.substr(language_end + 1), plus_sign::is_itself);
}

/// Undoes what browsers do to quotes and line ends in a name; nothing else is encoded there.
std::string without_browser_escapes(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view escape = text.substr(at, 3);
        const bool is_quote = escape == "%22";
        const bool is_line_end = escape == "%0D" || escape == "%0A";
        plain += is_quote ? '"' : is_line_end ? ' ' : text[at];
        if (is_quote || is_line_end) at += 2;
    }
    return plain;
}

outcome<std::string> file_name_of(const parameterised& disposition)
{
    if (const std::string* extended = disposition.find("filename*")) {
        auto name = extended_value(*extended);
        if (!name) return wrong_field("file", "has a filename* that is not UTF-8''percent-encoded");
        return std::move(*name);
    }
    const std::string* plain = disposition.find("filename");
    if (plain == nullptr) return wrong_field("file", "must be a file, with a filename");
    if (!is_utf8(*plain) || plain->find('\0') != std::string::npos) {
        return wrong_field("file", "has a filename that is not UTF-8");
    }
    return without_browser_escapes(*plain);
}

/// The Content-Disposition among the headers of a part.
std::optional<std::string_view> disposition_in(std::string_view headers)
{
    constexpr std::string_view wanted = "content-disposition";
    while (!headers.empty()) {
        const std::size_t end = std::min(headers.find(line_end), headers.size());
        const std::string_view line = headers.substr(0, end);
        headers.remove_prefix(std::min(end + line_end.size(), headers.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        if (equals_ignoring_case(line.substr(0, colon), wanted)) return line.substr(colon + 1);
    }
    return std::nullopt;
}

}  // namespace

multipart_reader::multipart_reader(std::string delimiter, std::size_t file_bytes_max)
    : delimiter_(std::move(delimiter)),
      file_bytes_max_(file_bytes_max),
      // So that the first delimiter is found like all others: it may stand at the very start.
      held_(line_end)
{
}

outcome<multipart_reader> multipart_reader::for_type(const std::string& content_type,
                                                     std::size_t file_bytes_max)
{
    const auto type = parse_parameterised(content_type);
    const std::string* boundary = type ? type->find("boundary") : nullptr;
    if (boundary == nullptr || !is_boundary(*boundary)) {
        return malformed("its Content-Type names no usable boundary");
    }
    return multipart_reader("\r\n--" + *boundary, file_bytes_max);
}

void multipart_reader::expect(std::size_t expected)
{
    expected_ = std::min(expected, file_bytes_max_);
}

outcome<> multipart_reader::feed(std::string_view bytes)
{
    if (place_ == place::end) return {};  // an epilogue says nothing
    held_.append(bytes);
    while (true) {
        auto has_moved = step();
        if (!has_moved) return has_moved.error();
        if (!*has_moved) return {};
    }
}

outcome<uploaded_file> multipart_reader::finish()
{
    if (place_ != place::end) return malformed("it ends before its closing boundary");
    if (!file_) return wrong_field("file", "is missing");
    return std::move(*file_);
}

outcome<bool> multipart_reader::step()
{
    switch (place_) {
        case place::start: return read_start();
        case place::headers: return read_headers();
        case place::content: return read_content();
        case place::after_delimiter: return read_after_delimiter();
        case place::end: break;
    }
    held_.clear();
    return false;
}

outcome<bool> multipart_reader::read_start()
{
    if (held_.size() < delimiter_.size()) {
        if (!delimiter_.starts_with(held_)) return malformed("it does not start with its boundary");
        return false;
    }
    if (!held_.starts_with(delimiter_)) return malformed("it does not start with its boundary");
    held_.erase(0, delimiter_.size());
    place_ = place::after_delimiter;
    return true;
}

outcome<bool> multipart_reader::read_after_delimiter()
{
    if (held_.size() < 2) return false;
    const bool is_last = held_.starts_with("--");
    if (!is_last && !held_.starts_with(line_end)) {
        return malformed("its boundary is not followed by a line end");
    }
    // The line end stays: it may be the first half of an empty header block.
    if (is_last) held_.clear();
    place_ = is_last ? place::end : place::headers;
    return !is_last;
}

outcome<bool> multipart_reader::read_headers()
{
    const std::size_t end = held_.find(headers_end);
    if (std::min(end, held_.size()) > part_header_bytes_max) {
        return malformed("the headers of a part are longer than " +
                         std::to_string(part_header_bytes_max) + " bytes");
    }
    if (end == std::string::npos) return false;
    const std::string headers = held_.substr(0, end);
    auto begun =
        begin_part(std::string_view(headers).substr(std::min(line_end.size(), headers.size())));
    if (!begun) return begun.error();
    held_.erase(0, end + headers_end.size());
    place_ = place::content;
    return true;
}

outcome<> multipart_reader::begin_part(std::string_view headers)
{
    const auto raw = disposition_in(headers);
    if (!raw) return malformed("a part has no Content-Disposition");
    const auto disposition = parse_parameterised(*raw);
    if (!disposition || disposition->value != "form-data") {
        return malformed("the Content-Disposition of a part is not form-data");
    }
    const std::string* name = disposition->find("name");
    if (name == nullptr || !is_utf8(*name)) return malformed("a part has no name");
    if (*name != "file") {
        const std::size_t shown = floor_to_character(*name, 64);
        return wrong_field(std::string_view(*name).substr(0, shown), "is not a known field");
    }
    if (file_) return wrong_field("file", "is given twice");
    auto file_name = file_name_of(*disposition);
    if (!file_name) return file_name.error();
    file_.emplace();
    file_->file_name = std::move(*file_name);
    file_->bytes.reserve(expected_);
    return {};
}

outcome<bool> multipart_reader::read_content()
{
    const std::size_t end = held_.find(delimiter_);
    if (end == std::string::npos) {
        // What may be the start of a delimiter waits for the rest of it.
        const std::size_t sure = held_.size() - std::min(held_.size(), delimiter_.size() - 1);
        auto kept = keep(sure);
        if (!kept) return kept.error();
        return false;
    }
    auto kept = keep(end);
    if (!kept) return kept.error();
    held_.erase(0, delimiter_.size());
    place_ = place::after_delimiter;
    return true;
}

outcome<> multipart_reader::keep(std::size_t bytes)
{
    if (file_->bytes.size() + bytes > file_bytes_max_) {
        return refuse(413, "the file is longer than " + std::to_string(file_bytes_max_) + " bytes");
    }
    file_->bytes.append(held_, 0, bytes);
    held_.erase(0, bytes);
    return {};
}

}  // namespace parlance::edge
