// foundation: the words every other folder speaks: result, fault, id, task, call_scope, limits.
// It knows no product concept, no protocol and no thread.
// Start reading here, then task.hpp and call_scope.hpp.
#pragma once

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace parlance {

/// What the caller should do: one enumerator per reaction, never per cause.
enum class fault {
    invalid_request,       // change the request
    unauthenticated,       // sign in again
    forbidden,             // ask for access
    not_found,             // look elsewhere
    conflict,              // read again, then decide
    quota_exceeded,        // wait for the quota to renew
    overloaded,            // retry after the given pause
    upstream_unavailable,  // retry with back-off
    upstream_rejected,     // reword, or change the set-up: the provider refuses this
    deadline_exceeded,     // ask for less, or allow more time
    cancelled,             // nothing: the caller left
    internal               // report it: a bug
};

/// The name of a fault as it is written in problems, events and the store ("not_found").
std::string_view name_of(fault kind);

/// The fault with this name, or nothing.
std::optional<fault> fault_named(std::string_view name);

/// Why something did not happen.
struct error {
    fault kind = fault::internal;
    std::string detail;  // for operators and developers; no user text, no secrets
    std::optional<std::chrono::milliseconds> retry_after;
    boost::source_location where;
};

template <class T = void>
using result = boost::system::result<T, error>;

error fail(fault kind, std::string detail, boost::source_location where = BOOST_CURRENT_LOCATION);

/// The same fault with what was being done in front of its detail.
error while_doing(std::string_view what, error cause);

[[noreturn]] void throw_exception_from_error(const error& cause,
                                             const boost::source_location& where);

/// Ends the process after naming the broken invariant. Never for outside input.
[[noreturn]] void assertion_failed(const char* claim, boost::source_location where);

}  // namespace parlance

/// A broken invariant of the process: on in every build.
#define PARLANCE_ASSERT(claim) \
    ((claim) ? static_cast<void>(0) : ::parlance::assertion_failed(#claim, BOOST_CURRENT_LOCATION))
