#include <parlance/app/commands/local_api.hpp>

#include <parlance/app/chosen_log.hpp>
#include <parlance/app/commands/json_fields.hpp>
#include <parlance/app/composition.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/egress/event_lines.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <boost/json/parse.hpp>

#include <optional>
#include <utility>

namespace parlance::app {
namespace {

constexpr std::size_t response_bytes_max = 64 * 1024 * 1024;
constexpr std::chrono::milliseconds silence_max{60'000};  // four heartbeats

constexpr std::chrono::seconds store_patience{15};

// Whatever interface it listens on and whatever people call it: to a program on its own machine
// every server is localhost.
constexpr std::string_view own_host = "localhost";
constexpr std::string_view own_origin = "http://localhost";

error store_away()
{
    return fail(fault::overloaded, "the database does not answer; the log above says why");
}

/// Starts a server of our own, and waits until what it serves is settled and read.
/// @return its address.
result<std::string> serve_from(composition& own)
{
    auto address = own.start();
    if (!address) return address;
    if (const auto full = own.storage_trouble()) {
        // What is there can be read; what would have to be kept is refused by the API.
        print_error("parlance: nothing new can be kept: " + *full + "\n");
        return address;
    }
    const auto settled_down = own.wait_until_settled(store_patience);
    if (!settled_down || !*settled_down) {
        own.stop();
        return settled_down ? settled_down->error() : store_away();
    }
    own.load_samples_and_read();
    return address;
}

error held_by_nobody_known()
{
    return fail(fault::overloaded,
                "another parlance process has the data directory and has not written down its "
                "address: it is starting, or has no room for that; try again");
}

bool is_success(int status)
{
    return status >= 200 && status < 300;
}

/// A problem document as the error it was made from.
error problem_in(int status, const std::string& body)
{
    boost::system::error_code failed;
    const boost::json::value read = boost::json::parse(body, failed);
    if (failed || !read.is_object()) {
        return fail(fault::internal, "the server answered " + std::to_string(status));
    }
    const boost::json::object& problem = read.get_object();
    const auto kind = fault_named(text_in(problem, "fault")).value_or(fault::internal);
    std::string detail = text_in(problem, "detail");
    if (detail.empty()) detail = text_in(problem, "title");
    return fail(kind, std::move(detail));
}

result<boost::json::value> parsed(const std::string& body)
{
    boost::system::error_code failed;
    boost::json::value read = boost::json::parse(body, failed);
    if (failed) return fail(fault::internal, "the server's answer is not JSON");
    return read;
}

task<result<std::string>> exchange(egress::http_client& http, egress::request asked)
{
    const call_scope scope;
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    const int status = reply->status();
    auto body = co_await reply->rest(scope, response_bytes_max);
    if (!body) co_return body.error();
    if (!is_success(status)) co_return problem_in(status, *body);
    co_return std::move(*body);
}

/// Hands the events of a response on and remembers whether the turn has ended.
class event_receiver {
public:
    explicit event_receiver(const local_api::receiver& receive) : receive_(receive) {}

    /// @return false when an event is too long.
    bool feed(std::string_view bytes)
    {
        return lines_.feed(bytes, [this](const egress::server_event& one) { take(one); });
    }
    [[nodiscard]] bool is_ended() const { return is_ended_; }

private:
    void take(const egress::server_event& one)
    {
        boost::system::error_code failed;
        const boost::json::value data = boost::json::parse(one.data, failed);
        if (failed || !data.is_object()) return;
        receive_(one.name, data.get_object());
        is_ended_ = is_ended_ || one.name == "end";
    }

    const local_api::receiver& receive_;
    egress::event_lines lines_;
    bool is_ended_ = false;
};

task<result<>> follow(egress::http_client& http, egress::request asked, local_api::receiver receive)
{
    const call_scope scope;
    auto reply = co_await http.open(scope, std::move(asked));
    if (!reply) co_return reply.error();
    if (!is_success(reply->status())) {
        auto body = co_await reply->rest(scope, response_bytes_max);
        if (!body) co_return body.error();
        co_return problem_in(reply->status(), *body);
    }
    event_receiver events(receive);
    while (!events.is_ended()) {
        auto bytes = co_await reply->next(scope);
        if (!bytes) co_return bytes.error();
        if (bytes->empty()) co_return fail(fault::upstream_unavailable, "the answer broke off");
        if (!events.feed(*bytes)) co_return fail(fault::internal, "an event is too long");
    }
    co_return result<>();
}

}  // namespace

struct local_api::state {
    explicit state(const log_settings& chosen)
        : log(make_log(chosen, now, log_level::error)), threads(1), tasks(threads, *log)
    {
    }

    runtime::system_clock now;
    std::unique_ptr<telemetry> log;
    std::unique_ptr<composition> own;  // when no server holds the data directory
    runtime::io_threads threads;
    runtime::supervisor tasks;
    egress::curl_client http;
    std::string base_url;

    egress::request request(egress::method verb, const std::string& path) const
    {
        egress::request asked;
        asked.verb = verb;
        asked.url = base_url + path;
        asked.headers.push_back({"Host", std::string(own_host)});
        asked.silence_timeout = silence_max;
        return asked;
    }
};

local_api::local_api(std::unique_ptr<state> from) : state_(std::move(from)) {}

local_api::~local_api()
{
    state_->threads.finish();
    if (state_->own) state_->own->stop();
}

result<std::unique_ptr<local_api>> local_api::open()
{
    settings from(environment());
    auto settled = read_server_settings(from);
    if (!settled) return settled.error();
    auto opened = std::make_unique<state>(settled->log);
    settled->http_port = 0;
    settled->address = address_settings();  // it is for this command only
    auto own = composition::make(std::move(*settled), *opened->log, running_as::command);
    if (own) {
        opened->own = std::move(*own);
        auto address = serve_from(*opened->own);
        if (!address) return address.error();
        opened->base_url = *address;
    } else if (own.error().kind == fault::conflict) {
        opened->base_url = own.error().detail;
        if (opened->base_url.empty()) return held_by_nobody_known();
    } else {
        return own.error();
    }
    opened->threads.start();
    return std::unique_ptr<local_api>(new local_api(std::move(opened)));
}

result<boost::json::value> local_api::get(const std::string& path)
{
    auto body = download(path);
    if (!body) return body.error();
    return parsed(*body);
}

result<std::string> local_api::download(const std::string& path)
{
    auto work = exchange(state_->http, state_->request(egress::method::get, path));
    return runtime::block_on(state_->tasks, "command", std::move(work));
}

result<boost::json::array> local_api::every_item(const std::string& path)
{
    boost::json::array all;
    const std::string paged =
        path + (path.find('?') == std::string::npos ? "?" : "&") + "limit=200";
    std::string next = paged;
    for (;;) {
        auto page = get(next);
        if (!page) return page.error();
        const boost::json::object& fields = page->as_object();
        const boost::json::value* items = fields.if_contains("items");
        if (items != nullptr && items->is_array()) {
            for (const boost::json::value& one : items->get_array()) all.push_back(one);
        }
        const std::string cursor = text_in(fields, "next_cursor");
        if (cursor.empty()) return all;
        next = paged;
        next.append("&cursor=").append(cursor);
    }
}

bool local_api::is_of_running_server() const
{
    return state_->own == nullptr;
}

result<boost::json::value> local_api::post(const std::string& path, std::string body,
                                           std::string content_type)
{
    egress::request asked = state_->request(egress::method::post, path);
    asked.body = std::move(body);
    asked.headers.push_back({"Content-Type", std::move(content_type)});
    asked.headers.push_back({"Origin", std::string(own_origin)});
    auto work = exchange(state_->http, std::move(asked));
    auto answer = runtime::block_on(state_->tasks, "command", std::move(work));
    if (!answer) return answer.error();
    return parsed(*answer);
}

result<> local_api::stream(const std::string& path, std::string body, const receiver& receive)
{
    egress::request asked = state_->request(egress::method::post, path);
    asked.body = std::move(body);
    asked.headers.push_back({"Content-Type", "application/json"});
    asked.headers.push_back({"Accept", "text/event-stream"});
    asked.headers.push_back({"Origin", std::string(own_origin)});
    auto work = follow(state_->http, std::move(asked), receive);
    return runtime::block_on(state_->tasks, "command", std::move(work));
}

std::string path_part(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string part;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                              (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '_' ||
                              byte == '.';
        if (is_plain) part += letter;
        else part.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return part;
}

int report(const error& cause)
{
    print_error("parlance: " + cause.detail + "\n");
    return cause.kind == fault::invalid_request ? 2 : 1;
}

}  // namespace parlance::app
