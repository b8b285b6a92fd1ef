#include <parlance/egress/policies.hpp>

#include "fakes/run.hpp"

#include <parlance/egress/curl_transfer.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace parlance::tests {
namespace {

/// Keeps what it is asked to send and sends nothing.
class recording_http : public egress::http_client {
public:
    std::vector<egress::request> seen;
    task<result<egress::reply>> open(call_scope, egress::request asked) override
    {
        seen.push_back(std::move(asked));
        co_return fail(fault::upstream_unavailable, "nothing is sent");
    }
};

std::string value_of(const egress::request& in, const std::string& name)
{
    std::string found;
    for (const egress::header& one : in.headers) {
        if (one.name == name) found += found.empty() ? one.value : " and " + one.value;
    }
    return found;
}

TEST(egress_policies, given_a_pipeline_when_a_call_passes_then_every_policy_has_acted)
{
    recording_http wire;
    const auto key = std::make_shared<const secret>(std::string("k-1"));
    std::vector<std::unique_ptr<egress::policy>> policies;
    policies.push_back(egress::bearer_key(key));
    policies.push_back(egress::key_header("api-key", key));
    policies.push_back(egress::trace_header());
    egress::pipeline http(wire, std::move(policies));
    call_scope scope;
    scope.trace_id = "0af7651916cd43dd8448eb211c80319c";

    const auto got = fakes::run(http.open(scope, egress::request()));

    EXPECT_FALSE(got);
    ASSERT_EQ(wire.seen.size(), 1U);
    EXPECT_EQ(value_of(wire.seen[0], "authorization"), "Bearer k-1");
    EXPECT_EQ(value_of(wire.seen[0], "api-key"), "k-1");
    EXPECT_EQ(value_of(wire.seen[0], "traceparent"),
              "00-0af7651916cd43dd8448eb211c80319c-8448eb211c80319c-00");
}

TEST(egress_policies, given_no_trace_when_a_call_passes_then_no_trace_header)
{
    recording_http wire;
    std::vector<std::unique_ptr<egress::policy>> policies;
    policies.push_back(egress::trace_header());
    egress::pipeline http(wire, std::move(policies));

    static_cast<void>(fakes::run(http.open(call_scope(), egress::request())));

    ASSERT_EQ(wire.seen.size(), 1U);
    EXPECT_TRUE(wire.seen[0].headers.empty());
}

}  // namespace
}  // namespace parlance::tests
