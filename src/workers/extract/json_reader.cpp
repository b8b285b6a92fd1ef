#include <parlance/extract/json_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/record.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parlance::extract {
namespace {

namespace json = boost::json;

/// What Boost's parser tells, in the order of the file.
class json_collector {
public:
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    outline out;

    static bool on_document_begin(json::error_code&) { return true; }
    static bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code& failed) { return open(true, failed); }
    bool on_array_begin(json::error_code& failed) { return open(false, failed); }
    bool on_object_end(std::size_t, json::error_code& failed) { return close(failed); }
    bool on_array_end(std::size_t, json::error_code& failed) { return close(failed); }
    bool on_key_part(json::string_view piece, std::size_t, json::error_code&)
    {
        key_.append(piece.data(), piece.size());
        return true;
    }
    bool on_key(json::string_view piece, std::size_t, json::error_code&)
    {
        key_.append(piece.data(), piece.size());
        if (!open_.empty()) open_.back().key = std::exchange(key_, {});
        return true;
    }
    bool on_string_part(json::string_view piece, std::size_t, json::error_code&)
    {
        value_.append(piece.data(), piece.size());
        return true;
    }
    bool on_string(json::string_view piece, std::size_t, json::error_code& failed)
    {
        return take(piece, failed);
    }
    bool on_number_part(json::string_view piece, json::error_code&)
    {
        value_.append(piece.data(), piece.size());
        return true;
    }
    bool on_int64(std::int64_t, json::string_view text, json::error_code& failed)
    {
        return take(text, failed);
    }
    bool on_uint64(std::uint64_t, json::string_view text, json::error_code& failed)
    {
        return take(text, failed);
    }
    bool on_double(double, json::string_view text, json::error_code& failed)
    {
        return take(text, failed);
    }
    bool on_bool(bool value, json::error_code& failed)
    {
        return take(value ? "true" : "false", failed);
    }
    static bool on_null(json::error_code&) { return true; }
    static bool on_comment_part(json::string_view, json::error_code&) { return true; }
    static bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    struct container {
        bool is_object = false;
        bool has_written = false;  // its content stands in the outline, in part at least
        std::string key;           // of the value that is read
        record fields;
    };

    bool stop_when_full(json::error_code& failed) const
    {
        if (!out.is_full()) return true;
        failed = json::error::array_too_large;
        return false;
    }

    bool open(bool is_object, json::error_code& failed)
    {
        if (open_.size() >= limits::json_file_depth_max) {
            failed = json::error::too_deep;
            return false;
        }
        open_.emplace_back();
        open_.back().is_object = is_object;
        return stop_when_full(failed);
    }

    bool take(json::string_view last, json::error_code& failed)
    {
        value_.append(last.data(), last.size());
        const std::string value = std::exchange(value_, {});
        if (open_.empty()) {
            out.paragraph(value);
            return stop_when_full(failed);
        }
        container& own = open_.back();
        if (open_.size() == 1 && own.is_object && own.key == "title") out.title(value);
        own.fields.add(own.key, value);
        if (own.fields.bytes() > record::bytes_max) write(open_.size());
        return stop_when_full(failed);
    }

    /// Writes what the outer containers hold, then that of the container at `depth`: sections
    /// first.
    void write(std::size_t depth)
    {
        for (std::size_t at = 0; at < depth; ++at) {
            container& own = open_[at];
            if (own.has_written && !own.fields.is_empty()) out.end_sections(at + 1);
            if (at + 1 == depth || !own.fields.is_empty()) own.fields.write_to(out);
            if (at + 1 < depth && own.is_object && !open_[at + 1].has_written) {
                out.heading(at + 1, own.key);
            }
            own.has_written = true;
        }
    }

    bool close(json::error_code& failed)
    {
        container own = std::move(open_.back());
        open_.pop_back();
        if (open_.empty()) {
            if (own.has_written) out.top();
            own.fields.write_to(out);
            return stop_when_full(failed);
        }
        container& parent = open_.back();
        const bool is_record = own.is_object && !parent.is_object;
        if (!is_record && !own.has_written) {
            // Few values: a part of the record around them.
            parent.fields.add_all(parent.key, own.fields);
            if (parent.fields.bytes() > record::bytes_max) write(open_.size());
            return stop_when_full(failed);
        }
        open_.push_back(std::move(own));
        write(open_.size());
        open_.pop_back();
        return stop_when_full(failed);
    }

    std::vector<container> open_;
    std::string key_;
    std::string value_;
};

class json_text {
public:
    json_text() : parser_(options()) {}

    /// Reads one value. @return where it is broken, or npos.
    result<> read(std::string_view text, std::size_t first_line)
    {
        parser_.reset();
        json::error_code failed;
        std::size_t at = parser_.write_some(false, text.data(), text.size(), failed);
        if (!failed && text.find_first_not_of(" \t\r\n", at) != std::string_view::npos) {
            failed = json::error::extra_data;
        }
        if (!failed) return {};
        if (failed == json::error::array_too_large) {
            return fail(fault::upstream_rejected, "The file holds more text than can be read.");
        }
        if (failed == json::error::too_deep) {
            return fail(fault::upstream_rejected, "The file is nested deeper than can be read.");
        }
        at = std::min(at, text.size());
        const auto lines =
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        return fail(fault::upstream_rejected,
                    "The JSON is broken at line " +
                        std::to_string(first_line + static_cast<std::size_t>(lines)) + ".");
    }

    outline& out() { return parser_.handler().out; }

private:
    static json::parse_options options()
    {
        json::parse_options how;
        how.max_depth = limits::json_file_depth_max + 1;
        how.allow_comments = true;  // settings files have them
        how.allow_trailing_commas = true;
        return how;
    }

    json::basic_parser<json_collector> parser_;
};

}  // namespace

result<document_text> read_json(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    json_text json;
    json.out().has_no_title();
    if (auto read = json.read(*text, 1); !read) return read.error();
    return json.out().finish();
}

result<document_text> read_json_lines(std::string_view bytes)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    json_text json;
    json.out().has_no_title();
    std::string_view rest(*text);
    for (std::size_t line = 1; !rest.empty(); ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view one = rest.substr(0, end);
        rest.remove_prefix(std::min(rest.size(), end + 1));
        if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (auto read = json.read(one, line); !read) return read.error();
    }
    return json.out().finish();
}

}  // namespace parlance::extract
