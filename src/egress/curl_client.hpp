#pragma once

#include <parlance/egress/http_client.hpp>

namespace parlance::egress {

/// http_client over libcurl: connections are kept and reused per io thread, TLS is always verified,
/// a slow reader holds its sender back.
class curl_client : public http_client {
public:
    task<result<reply>> open(call_scope scope, request asked) override;
};

}  // namespace parlance::egress
