#pragma once

#include <parlance/edge/address_checks.hpp>
#include <parlance/edge/checks.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>
#include <parlance/edge/response.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/task.hpp>

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace parlance::edge {

/// Answers one request. May take the body and the file out of it.
using handler = task<outcome<response>> (*)(call_scope scope, request& asked, const services& with);

/// Room for a large answer is found before anything is read for it.
enum class answer_size { small, large };

/// One line of the table of everything that can be asked.
struct route {
    std::string_view method;   // GET answers HEAD too
    std::string_view pattern;  // {id} and {page} stand for one part of the path each
    body_kind body = body_kind::none;
    std::array<std::string_view, 3> parameters;  // of the query; all others are refused
    handler answer = nullptr;
    callers from = callers::who_know_us;
    answer_size size = answer_size::small;
};

std::span<const route> all_routes();

struct matched_route {
    const route* is = nullptr;
    path_parts parts;
};

/// @errors  404 for a path, 405 (with what is allowed) for a method that there is not.
outcome<matched_route> find_route(std::string_view method, std::string_view path);

/// @errors  400 naming every query parameter that the route does not know.
outcome<> check_parameters(const route& of, const request& asked);

}  // namespace parlance::edge
