#pragma once

#include <parlance/edge/problem.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {

/// Reads one flat JSON object strictly: well-formed UTF-8, bounded depth, no duplicate keys, no
/// unknown fields, no NUL in text. Mistakes are collected, so that a client hears of all of them at
/// once: read every field, then check().
class json_reader {
public:
    /// @errors  400 when `body` is no JSON object.
    static outcome<json_reader> parse(std::string_view body, std::size_t depth_max);

    json_reader(json_reader&&) noexcept;
    json_reader& operator=(json_reader&&) noexcept;
    json_reader(const json_reader&) = delete;
    json_reader& operator=(const json_reader&) = delete;
    ~json_reader();

    /// The text of a field, or nothing when it is absent. Another type is a mistake.
    std::optional<std::string> text(std::string_view field);
    /// The same; absence is a mistake, too.
    std::optional<std::string> required_text(std::string_view field);
    /// A whole number between the bounds.
    std::optional<std::int64_t> number(std::string_view field, std::int64_t least,
                                       std::int64_t most);
    /// True for an explicit null, which counts as read.
    bool is_null(std::string_view field);

    void mistake(std::string_view field, std::string message);

    /// @errors  400 naming every mistake and every field that nobody asked for.
    outcome<> check();

private:
    struct state;
    explicit json_reader(std::unique_ptr<state> parsed);
    std::unique_ptr<state> state_;
};

}  // namespace parlance::edge
