// egress: the one way out of the server over HTTP, and the policies that requests pass on the way.
// It knows no provider: urls, keys and what an answer means belong to the adapters.
// Start reading here, then policies.hpp; curl_transfer.cpp is where the bytes are.
#pragma once

#include <parlance/egress/reply.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace parlance::egress {

enum class method { get, post };

/// One request. There is no limit on the time of the whole answer but the scope's deadline.
struct request {
    method verb = method::get;
    std::string url;              // http or https, with path and query; no user and password
    std::vector<header> headers;  // no line ends in them
    std::string body;             // sent with POST only
    std::chrono::milliseconds connect_timeout{5'000};   // name, connection and TLS
    std::chrono::milliseconds silence_timeout{30'000};  // until the headers, and between two pieces
};

/// Sends requests. Safe to use from every io thread; each keeps connections of its own.
class http_client {
public:
    virtual ~http_client() = default;
    /// Sends `asked` and answers as soon as the headers are there, whatever the status. Redirects
    /// are not followed: a 3xx is an answer like any other.
    /// @errors  upstream_unavailable (name, connection, TLS, reset, silence), deadline_exceeded,
    ///          cancelled (scope.stop), invalid_request (the url or a header cannot be sent). The
    ///          request may have been carried out when the connection broke after it was sent.
    virtual task<result<reply>> open(call_scope scope, request asked) = 0;
};

}  // namespace parlance::egress
