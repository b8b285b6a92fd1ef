#pragma once

#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>

#include <cstdint>

namespace parlance::edge {

/// What a route wants as its body.
enum class body_kind { none, json, json_or_nothing, file };

/// That the request is meant for us, against DNS rebinding: its host is a loopback name with our
/// port.
/// @errors  421; 400 when the host is missing or named twice.
outcome<> check_host(const request& asked, std::uint16_t port);

/// That a request that changes something comes from our own page or from no page at all.
/// @errors  403.
outcome<> check_origin(const request& asked);

/// That the body is of the kind that the route reads.
/// @errors  415; 400 for a body where none is read.
outcome<> check_content_type(const request& asked, body_kind wanted, bool has_body);

/// That no header that must be there once is there twice, and that Expect asks for something known.
/// @errors  400.
outcome<> check_headers(const request& asked);

}  // namespace parlance::edge
