#pragma once

#include <parlance/foundation/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge {

/// One thing that is wrong with one field, query parameter or header.
struct field_mistake {
    std::string field;
    std::string message;  // a sentence part: "must be a UUID"
};

/// A refusal as a client gets it. @source RFC 9457.
struct problem {
    int status = 500;
    fault kind = fault::internal;
    std::string detail;  // one sentence a developer can act on
    std::optional<std::chrono::milliseconds> retry_after;
    std::vector<field_mistake> errors;
    std::string allow;  // of a 405: the methods that there are

    problem() = default;
    /// The one table from fault to status. Not explicit: handlers return the errors of services.
    problem(const error& cause);
};

/// What a part of the edge makes, or why the client is refused.
template <class T = void>
using outcome = boost::system::result<T, problem>;

/// A refusal of the edge itself, with a status that is not the fault's usual one (405, 413, …).
problem refuse(int status, std::string detail);

/// A 400 whose detail names every mistake.
problem refuse_fields(std::vector<field_mistake> mistakes);

/// "Not Found" for 404.
std::string_view reason_phrase(int status);

/// The body of a problem response.
std::string problem_json(const problem& what, std::string_view trace_id);

}  // namespace parlance::edge
