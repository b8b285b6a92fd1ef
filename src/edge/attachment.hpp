#pragma once

#include <parlance/edge/request.hpp>

#include <string_view>
#include <vector>

namespace parlance::edge {

/// Headers that make a browser keep a file instead of showing it, under its name without path
/// parts and control characters, and run nothing in it. @source RFC 6266, RFC 8187.
std::vector<header> attachment_headers(std::string_view file_name);

/// The media type to send a file under: its own when a browser that shows it anyway runs nothing
/// in it, plain text for text, application/octet-stream for the rest (HTML, SVG, XML).
std::string_view safe_media_type(std::string_view media_type);

}  // namespace parlance::edge
