#include <parlance/egress/policies.hpp>

#include <string_view>
#include <utility>

namespace parlance::egress {
namespace {

class key_policy : public policy {
public:
    key_policy(std::string name, std::string prefix, std::shared_ptr<const secret> key)
        : name_(std::move(name)), prefix_(std::move(prefix)), key_(std::move(key))
    {
    }
    void apply(const call_scope&, request& outgoing) const override
    {
        header one;
        one.name = name_;
        one.value = prefix_;
        one.value += key_->reveal();
        outgoing.headers.push_back(std::move(one));
    }

private:
    std::string name_;
    std::string prefix_;
    std::shared_ptr<const secret> key_;  // shared with the redaction of error texts
};

class trace_policy : public policy {
public:
    void apply(const call_scope& scope, request& outgoing) const override
    {
        if (scope.trace_id.size() != trace_digits) return;
        // The parent's id must not be zero; there are no spans yet, so the trace names itself.
        header one;
        one.name = "traceparent";
        one.value = "00-" + scope.trace_id + "-" + scope.trace_id.substr(parent_digits) + "-00";
        outgoing.headers.push_back(std::move(one));
    }

private:
    static constexpr std::size_t trace_digits = 32;
    static constexpr std::size_t parent_digits = 16;
};

}  // namespace

std::unique_ptr<policy> bearer_key(std::shared_ptr<const secret> key)
{
    return std::make_unique<key_policy>("authorization", "Bearer ", std::move(key));
}

std::unique_ptr<policy> key_header(std::string name, std::shared_ptr<const secret> key)
{
    return std::make_unique<key_policy>(std::move(name), "", std::move(key));
}

std::unique_ptr<policy> trace_header()
{
    return std::make_unique<trace_policy>();
}

pipeline::pipeline(http_client& next, std::vector<std::unique_ptr<policy>> policies)
    : next_(next), policies_(std::move(policies))
{
}

task<result<reply>> pipeline::open(call_scope scope, request asked)
{
    for (const auto& each : policies_) each->apply(scope, asked);
    co_return co_await next_.open(std::move(scope), std::move(asked));
}

}  // namespace parlance::egress
