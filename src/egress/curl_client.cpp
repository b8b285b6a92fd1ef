#include <parlance/egress/curl_client.hpp>

#include <parlance/egress/curl_transfer.hpp>

#include <boost/asio/this_coro.hpp>

#include <memory>
#include <utility>

namespace parlance::egress {

task<result<reply>> curl_client::open(call_scope scope, request asked)
{
    auto executor = co_await boost::asio::this_coro::executor;
    auto transfer =
        std::make_unique<curl_transfer>(curl_engine::of(executor), by_, std::move(asked));
    const auto started = transfer->start();
    if (!started) co_return started.error();
    auto answered = co_await transfer->headers(std::move(scope));
    if (!answered) co_return answered.error();
    co_return reply(std::move(transfer));
}

}  // namespace parlance::egress
