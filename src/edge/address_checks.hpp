#pragma once

#include <parlance/edge/outer_address.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>

namespace parlance::edge {

/// Whom a route answers.
enum class callers {
    who_know_us,  // the host they name is one of ours
    anybody       // a cluster's probes name the address of a pod
};

/// That the request is meant for us, against DNS rebinding: its host is a loopback name or that of
/// the address people use. The port says nothing: whoever maps ports chooses it. X-Forwarded-Host
/// counts instead of Host where a trusted proxy sends it.
/// @errors  421; 400 when the host is missing in HTTP/1.1.
outcome<> check_host(const request& asked, const outer_address& ours, callers from);

/// That a request that changes something comes from our own page or from no page at all. Our page
/// is at the address people use, or at the address that this request was sent to.
/// @errors  403.
outcome<> check_origin(const request& asked, const outer_address& ours);

}  // namespace parlance::edge
