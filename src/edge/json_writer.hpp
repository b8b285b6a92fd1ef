#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {

/// Appends a string of well-formed UTF-8 as JSON, with its quotes.
void append_json_string(std::string& onto, std::string_view text);

/// Writes JSON front to back, without a tree. Commas are its business; nesting is the caller's.
class json_writer {
public:
    json_writer& object() { return open('{'); }
    json_writer& end_object() { return close('}'); }
    json_writer& array() { return open('['); }
    json_writer& end_array() { return close(']'); }

    json_writer& key(std::string_view name);
    json_writer& text(std::string_view value);
    json_writer& number(std::int64_t value);
    json_writer& flag(bool value);
    json_writer& null();

    json_writer& text_field(std::string_view name, std::string_view value);
    json_writer& number_field(std::string_view name, std::int64_t value);
    json_writer& flag_field(std::string_view name, bool value);
    /// Nothing is written for nothing.
    json_writer& optional_number_field(std::string_view name, std::optional<std::int64_t> value);

    /// What was written; the writer starts afresh.
    std::string take();

private:
    json_writer& open(char bracket);
    json_writer& close(char bracket);
    void separate();

    std::string written_;
    bool needs_comma_ = false;
};

}  // namespace parlance::edge
