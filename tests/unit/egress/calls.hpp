#pragma once

#include <parlance/egress/http_client.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace parlance::tests {

/// What one call brought.
struct outcome {
    int status = 0;
    std::string body;
    std::string type;  // its content-type
};

inline egress::request get(std::string url)
{
    egress::request asked;
    asked.url = std::move(url);
    // Only a bound for a test that goes wrong; tests of time-outs set their own.
    asked.connect_timeout = std::chrono::seconds(20);
    asked.silence_timeout = std::chrono::seconds(20);
    return asked;
}

inline call_scope within(std::chrono::milliseconds time)
{
    call_scope scope;
    scope.deadline = std::chrono::steady_clock::now() + time;
    return scope;
}

/// Opens and reads to the end.
inline task<result<outcome>> fetch(egress::http_client& http, call_scope scope,
                                   egress::request asked)
{
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    outcome got;
    got.status = reply->status();
    got.type = reply->find("Content-Type").value_or("");
    auto body = co_await reply->rest(scope, 100'000'000);
    if (!body) co_return body.error();
    got.body = std::move(*body);
    co_return got;
}

}  // namespace parlance::tests
