#include <parlance/edge/request_reader.hpp>

#include <parlance/edge/header_values.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

#include <utility>

namespace parlance::edge {
namespace http = boost::beast::http;
namespace asio = boost::asio;
namespace {

/// A body that grows as it comes. Beast's own string_body reserves what a client merely announces.
struct growing_body {
    using value_type = std::string;
    class reader {
    public:
        template <bool IsRequest, class Fields>
        reader(http::header<IsRequest, Fields>&, value_type& body) : body_(body)
        {
        }
        static void init(const boost::optional<std::uint64_t>&, boost::system::error_code& failed)
        {
            failed = {};
        }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& failed)
        {
            failed = {};
            const std::size_t before = body_.size();
            for (auto at = asio::buffer_sequence_begin(buffers);
                 at != asio::buffer_sequence_end(buffers); ++at) {
                const asio::const_buffer piece = *at;
                body_.append(static_cast<const char*>(piece.data()), piece.size());
            }
            return body_.size() - before;
        }
        static void finish(boost::system::error_code& failed) { failed = {}; }

    private:
        value_type& body_;
    };
};

problem too_long_body(std::size_t bytes_max)
{
    return refuse(413, "the body is longer than " + std::to_string(bytes_max) + " bytes");
}

problem too_long_target(const limits_config& limits)
{
    return refuse(414, "the request target is longer than " +
                           std::to_string(limits.target_bytes_max) + " bytes");
}

}  // namespace

struct request_reader::state {
    explicit state(const limits_config& from) : limits(from) {}
    const limits_config& limits;
    http::request_parser<growing_body> parser;
    std::size_t body_bytes_max = 0;
    bool has_request_line = false;
};

request_reader::request_reader(const limits_config& limits)
    : state_(std::make_unique<state>(limits))
{
    // The limits belong on the parser: set on the message they compile and do nothing.
    state_->parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    state_->parser.body_limit(boost::none);  // until the route is known
    state_->parser.eager(false);
}

request_reader::~request_reader() = default;

void request_reader::close()
{
    state_.reset();
}

outcome<> request_reader::feed(std::string& unread)
{
    while (!unread.empty() && !state_->parser.is_done()) {
        auto goes_on = step(unread);
        if (!goes_on) return goes_on.error();
        if (!*goes_on) return {};
    }
    return {};
}

outcome<bool> request_reader::step(std::string& unread)
{
    const bool had_head = state_->parser.is_header_done();
    // Beast asserts on less when it has seen the size of the last chunk but not its end.
    constexpr std::size_t last_chunk_bytes = 5;  // "0\r\n\r\n"; every other rest is longer
    const bool is_in_chunks = had_head && state_->parser.chunked();
    if (is_in_chunks && unread.size() < last_chunk_bytes) return false;
    boost::system::error_code failed;
    const asio::const_buffer bytes(unread.data(), unread.size());
    const std::size_t used = state_->parser.put(bytes, failed);
    if (failed && failed != http::error::need_more) return refusal_of(failed, unread);
    unread.erase(0, used);
    state_->has_request_line = state_->has_request_line || used > 0;
    if (failed) {
        // The header of a chunk and the trailers may not grow for ever either.
        if (unread.size() > state_->limits.header_bytes_max) return too_long_head();
        return false;
    }
    return had_head || !state_->parser.is_header_done();
}

problem request_reader::refusal_of(const boost::system::error_code& failed,
                                   const std::string& unread) const
{
    if (failed == http::error::body_limit) return too_long_body(state_->body_bytes_max);
    if (failed != http::error::header_limit) {
        return refuse(400, "the request is not valid HTTP/1.1: " + failed.message());
    }
    const bool is_line_too_long =
        !state_->has_request_line && unread.find("\r\n") == std::string::npos;
    return is_line_too_long ? too_long_target(state_->limits) : too_long_head();
}

problem request_reader::too_long_head() const
{
    return refuse(431, "the header fields are longer than " +
                           std::to_string(state_->limits.header_bytes_max) + " bytes");
}

bool request_reader::has_head() const
{
    return state_->parser.is_header_done();
}

bool request_reader::is_done() const
{
    return state_->parser.is_done();
}

outcome<request> request_reader::take_head()
{
    const auto& message = state_->parser.get();
    request made;
    made.method = std::string(message.method_string());
    made.raw_target = std::string(message.target());
    made.is_http_1_0 = message.version() == 10;
    made.keeps_alive = state_->parser.keep_alive();
    for (const auto& field : message) {
        made.headers.push_back(header{lower_case(field.name_string()), std::string(field.value())});
    }
    if (made.raw_target.size() > state_->limits.target_bytes_max) {
        return too_long_target(state_->limits);
    }
    // Anything but "chunked" would leave it open where this request ends.
    const std::string* coding = made.header_named("transfer-encoding");
    if (coding != nullptr && (!equals_ignoring_case(*coding, "chunked") || made.is_http_1_0)) {
        return refuse(400, "Transfer-Encoding must be chunked, in HTTP/1.1");
    }
    auto to = parse_target(made.raw_target);
    if (!to) return to.error();
    made.to = std::move(*to);
    return made;
}

bool request_reader::announces_body() const
{
    return state_->parser.chunked() || content_length().value_or(0) > 0;
}

std::optional<std::uint64_t> request_reader::content_length() const
{
    const auto length = state_->parser.content_length();
    if (!length) return std::nullopt;
    return *length;
}

outcome<> request_reader::limit_body(std::size_t bytes_max)
{
    state_->body_bytes_max = bytes_max;
    if (content_length().value_or(0) > bytes_max) return too_long_body(bytes_max);
    state_->parser.body_limit(bytes_max);
    state_->parser.eager(true);
    return {};
}

std::string& request_reader::body()
{
    return state_->parser.get().body();
}

}  // namespace parlance::edge
