// The HTTP request edge: any bytes on a connection, cut anywhere, are the same request as in one
// piece, or none: what is malformed may be refused earlier or later, but is never let through. What
// is let through is within the limits and well-formed.
#include "as_bytes.hpp"

#include <parlance/edge/address_checks.hpp>
#include <parlance/edge/checks.hpp>
#include <parlance/edge/request_reader.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

namespace edge = parlance::edge;

constexpr std::size_t body_bytes_max = 1'024;

/// The reader keeps a reference to it.
const edge::limits_config& limits()
{
    static const edge::limits_config small = [] {
        edge::limits_config made;
        made.header_bytes_max = 1'024;
        made.target_bytes_max = 256;
        return made;
    }();
    return small;
}

const edge::outer_address& ours()
{
    static const edge::outer_address behind_a_proxy = [] {
        edge::outer_address made;
        made.named = edge::public_url{{"https", "chat.example.org", 443}, "/chat"};
        return made;
    }();
    return behind_a_proxy;
}

std::string status_of(const edge::problem& refused)
{
    if (refused.status < 400 || refused.status > 499) std::abort();
    return {};
}

void check_what_was_let_through(const edge::request& asked)
{
    if (asked.raw_target.size() > limits().target_bytes_max) std::abort();
    if (!asked.to.path.starts_with('/') || !parlance::is_utf8(asked.to.path)) std::abort();
    static_cast<void>(edge::check_headers(asked));
    for (const bool is_trusted : {false, true}) {
        edge::request sent = asked;
        sent.is_from_trusted_proxy = is_trusted;
        static_cast<void>(edge::check_host(sent, ours(), edge::callers::who_know_us));
        static_cast<void>(edge::check_origin(sent, ours()));
    }
    static_cast<void>(edge::check_content_type(asked, edge::body_kind::json, true));
}

std::string shown(const edge::request& asked, const std::string& body)
{
    std::string text = asked.method + " " + asked.raw_target + "\n";
    for (const edge::header& one : asked.headers) text += one.name + ": " + one.value + "\n";
    return text + "\n" + body;
}

/// Reads one request from pieces. Its text, or the status that refuses it, once either is known.
class read_along {
public:
    std::optional<std::string> feed(std::string_view piece)
    {
        unread_ += piece;
        auto refused = has_head_ ? read_body() : read_head();
        if (!refused && has_head_) refused = read_body();
        if (refused || !reader_.is_done()) return refused;
        if (reader_.body().size() > body_bytes_max) std::abort();
        check_what_was_let_through(asked_);
        return shown(asked_, reader_.body());
    }

private:
    std::optional<std::string> read_head()
    {
        const auto fed = reader_.feed(unread_);
        if (!fed) return status_of(fed.error());
        if (!reader_.has_head()) return std::nullopt;
        auto head = reader_.take_head();
        if (!head) return status_of(head.error());
        asked_ = std::move(*head);
        has_head_ = true;
        const auto limited = reader_.limit_body(body_bytes_max);
        if (!limited) return status_of(limited.error());
        return std::nullopt;
    }

    std::optional<std::string> read_body()
    {
        if (reader_.is_done()) return std::nullopt;
        const auto fed = reader_.feed(unread_);
        if (!fed) return status_of(fed.error());
        return std::nullopt;
    }

    edge::request_reader reader_{limits()};
    std::string unread_;
    edge::request asked_;
    bool has_head_ = false;
};

/// The request that begins `bytes`, as text; empty when it is unfinished.
std::string read_in_pieces(std::string_view bytes, std::size_t size)
{
    read_along reading;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
        if (auto read = reading.feed(bytes.substr(at, size))) return *read;
    }
    return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    const std::string whole = read_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1));
    if (read_in_pieces(bytes, 1) != whole) std::abort();
    if (read_in_pieces(bytes, 1 + data[0] % 16) != whole) std::abort();
    return 0;
}
