#pragma once

#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>

namespace parlance::edge {

/// What a route wants as its body.
enum class body_kind { none, json, json_or_nothing, file };

/// That the body is of the kind that the route reads.
/// @errors  415; 400 for a body where none is read.
outcome<> check_content_type(const request& asked, body_kind wanted, bool has_body);

/// That no header that must be there once is there twice, and that Expect asks for something known.
/// @errors  400.
outcome<> check_headers(const request& asked);

}  // namespace parlance::edge
