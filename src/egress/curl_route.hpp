#pragma once

#include <parlance/egress/way_out.hpp>
#include <parlance/foundation/error.hpp>

#include <string>

namespace parlance::egress {

/// How one transfer reaches its target.
enum class route {
    straight,
    in_clear,  // the proxy is given the whole request (http)
    tunnel     // the proxy only passes bytes on (https, by CONNECT)
};

/// Chooses the route to `url` and tells libcurl's easy handle about it and about whom to trust.
/// `by` outlives the handle.
/// @errors  internal when libcurl refuses.
result<route> set_route(void* easy, const way_out& by, const std::string& url);

/// Why a transfer failed: a CURLcode and what libcurl said of it, as an error that names what can
/// be mended. It quotes nothing that came over the wire.
struct failed_transfer {
    void* easy;
    int code;
    std::string said;  // libcurl's own words; may be empty
    std::string url;
    route taken;
};
error describe(const failed_transfer& what, const way_out& by);

/// What a proxy that answered `status` instead of passing a request on wants.
/// @errors  none; the answer is the error: upstream_rejected (4xx: the set-up is wrong),
///          upstream_unavailable.
error refused_by(const forward_proxy& proxy, long status);

}  // namespace parlance::egress
