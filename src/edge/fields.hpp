#pragma once

#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>
#include <parlance/foundation/id.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// Fields that several requests have, read the same way everywhere.
namespace parlance::edge {

/// What is wrong with a text that a person typed, or nothing: 1 to limits::message_characters_max
/// characters, not only white space, no U+0000.
std::optional<std::string> objection_to_message(std::string_view text);

/// `message_text`, required; a mistake is noted in the reader.
std::string read_message(json_reader& from);

/// An id, or nothing when it is absent; what is no UUID is noted as a mistake.
template <class Id>
std::optional<Id> read_id(json_reader& from, std::string_view field)
{
    const auto text = from.text(field);
    if (!text) return std::nullopt;
    const auto id = Id::parse(*text);
    if (!id) from.mistake(field, "must be a UUID");
    return id;
}

/// The id of the path.
/// @errors  404 when it is none: nothing can be called that.
template <class Id>
outcome<Id> path_id(const request& asked, std::string_view what)
{
    const auto id = Id::parse(asked.parts.id);
    if (!id) return refuse(404, "there is no " + std::string(what) + " of this id; ids are UUIDs");
    return *id;
}

/// That a body that may be absent is an object without fields.  @errors  400.
outcome<> check_no_fields(const request& asked, std::size_t json_depth_max);

struct page_asked {
    std::string cursor;
    std::size_t limit = 0;
};

/// `cursor` and `limit` of a list.  @errors  400.
outcome<page_asked> read_page(const request& asked);

/// `limit` of the query, or the default.  @errors  400.
outcome<std::size_t> read_limit(const request& asked, std::size_t usual, std::size_t most);

}  // namespace parlance::edge
