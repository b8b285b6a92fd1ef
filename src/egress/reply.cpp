#include <parlance/egress/reply.hpp>

#include <parlance/egress/curl_transfer.hpp>

#include <utility>

namespace parlance::egress {

reply::reply(std::unique_ptr<curl_transfer> from) : from_(std::move(from)) {}
reply::reply(reply&&) noexcept = default;
reply& reply::operator=(reply&&) noexcept = default;
reply::~reply() = default;

int reply::status() const
{
    return from_->status();
}

bool reply::may_be_of_proxy() const
{
    return from_->taken() == route::in_clear;
}

std::optional<std::string_view> reply::find(std::string_view name) const
{
    return from_->find(name);
}

void reply::set_silence_timeout(std::chrono::milliseconds longest)
{
    from_->set_silence_timeout(longest);
}

task<result<std::string>> reply::next(call_scope scope)
{
    return from_->next(std::move(scope));
}

task<result<std::string>> reply::rest(call_scope scope, std::size_t bytes_max)
{
    std::string body;
    while (true) {
        auto bytes = co_await from_->next(scope);
        if (!bytes) co_return bytes.error();
        if (bytes->empty()) co_return body;
        if (body.size() + bytes->size() > bytes_max) {
            co_return fail(fault::upstream_rejected,
                           "the answer is longer than " + std::to_string(bytes_max) + " bytes");
        }
        body += *bytes;
    }
}

}  // namespace parlance::egress
