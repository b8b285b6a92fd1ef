#pragma once

#include <parlance/egress/http_client.hpp>
#include <parlance/foundation/secret.hpp>

#include <memory>
#include <string>
#include <vector>

namespace parlance::egress {

/// Something every request of a client passes on its way out. Safe to use from every io thread.
class policy {
public:
    virtual ~policy() = default;
    virtual void apply(const call_scope& scope, request& outgoing) const = 0;
};

/// `Authorization: Bearer <key>`.
std::unique_ptr<policy> bearer_key(std::shared_ptr<const secret> key);

/// The key in a header of its own, as in `api-key: <key>`.
std::unique_ptr<policy> key_header(std::string name, std::shared_ptr<const secret> key);

/// W3C `traceparent`, from the scope's trace id, so that an upstream's log can be matched with
/// ours.
/// @source W3C Trace Context, level 1, section 3.2
std::unique_ptr<policy> trace_header();

/// An http_client whose requests pass `policies` in order, then go to `next`.
class pipeline : public http_client {
public:
    /// @param next  must outlive the pipeline.
    pipeline(http_client& next, std::vector<std::unique_ptr<policy>> policies);
    task<result<reply>> open(call_scope scope, request asked) override;

private:
    http_client& next_;
    std::vector<std::unique_ptr<policy>> policies_;
};

}  // namespace parlance::egress
