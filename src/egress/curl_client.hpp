#pragma once

#include <parlance/egress/http_client.hpp>
#include <parlance/egress/way_out.hpp>

#include <utility>

namespace parlance::egress {

/// http_client over libcurl: connections are kept and reused per io thread, TLS is always verified,
/// a slow reader holds its sender back.
class curl_client : public http_client {
public:
    /// Straight, and trusting whom the system trusts.
    curl_client() = default;
    explicit curl_client(way_out by) : by_(std::move(by)) {}

    task<result<reply>> open(call_scope scope, request asked) override;

private:
    way_out by_;
};

}  // namespace parlance::egress
