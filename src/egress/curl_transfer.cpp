#include <parlance/egress/curl_transfer.hpp>

#include <parlance/egress/target_url.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <stop_token>
#include <utility>

namespace parlance::egress {
namespace {

/// libcurl holds it as long as the transfer lasts, and there are thousands of them; its own 16 KiB
/// are a third of what a stream may cost. Bytes of a stream come a few hundred at a time.
constexpr long receive_buffer_bytes = 2 * 1024;

struct free_list {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct free_easy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool has_control(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char letter) {
        return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
    });
}

}  // namespace

struct curl_transfer::easy_handle {
    std::unique_ptr<CURL, free_easy> easy;
    std::unique_ptr<curl_slist, free_list> headers;
    std::array<char, CURL_ERROR_SIZE> said{};
};

/// What libcurl calls. Each only notes what it is given: nothing here may call libcurl back.
struct curl_transfer::callbacks {
    static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self)
    {
        const std::string_view line(bytes, count);
        return static_cast<curl_transfer*>(self)->take_header_line(line) ? count : 0;
    }
    static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self)
    {
        const std::string_view piece(bytes, count);
        return static_cast<curl_transfer*>(self)->take_body(piece) ? count : CURL_WRITEFUNC_PAUSE;
    }
};

curl_transfer::curl_transfer(curl_engine& engine, way_out by, request asked)
    : engine_(engine),
      by_(std::move(by)),
      asked_(std::move(asked)),
      easy_(std::make_unique<easy_handle>())
{
}

curl_transfer::~curl_transfer()
{
    end();
}

void curl_transfer::end()
{
    if (!easy_->easy) return;
    engine_.remove(easy_->easy.get());
    easy_->easy.reset();
}

result<> curl_transfer::start()
{
    const auto known = check_url(asked_.url);
    if (!known) return known.error();
    easy_->easy.reset(curl_easy_init());
    if (!easy_->easy) return fail(fault::internal, "libcurl cannot make a handle");
    const auto listed = configure_headers();
    if (!listed) return listed.error();
    const auto configured = configure();
    if (!configured) return configured.error();
    if (engine_.add(easy_->easy.get())) return {};
    return fail(fault::internal, "libcurl cannot start a transfer");
}

result<> curl_transfer::configure_headers()
{
    for (const header& one : asked_.headers) {
        if (one.name.empty() || has_control(one.name) || has_control(one.value)) {
            return fail(fault::invalid_request, "a header holds a control character");
        }
        // libcurl sends an empty header only when it ends in a semicolon.
        const std::string line = one.value.empty() ? one.name + ";" : one.name + ": " + one.value;
        curl_slist* longer = curl_slist_append(easy_->headers.get(), line.c_str());
        if (longer == nullptr) return fail(fault::internal, "out of memory");
        static_cast<void>(easy_->headers.release());
        easy_->headers.reset(longer);
    }
    // Without this a body over 1 MiB waits a second for a "100 Continue" that few servers send.
    curl_slist* longer = curl_slist_append(easy_->headers.get(), "Expect:");
    if (longer == nullptr) return fail(fault::internal, "out of memory");
    static_cast<void>(easy_->headers.release());
    easy_->headers.reset(longer);
    return {};
}

result<> curl_transfer::configure()
{
    CURL* easy = easy_->easy.get();
    bool is_set = true;
    const auto set = [easy, &is_set](CURLoption option, auto value) {
        if (curl_easy_setopt(easy, option, value) != CURLE_OK) is_set = false;
    };
    set(CURLOPT_ERRORBUFFER, easy_->said.data());
    set(CURLOPT_PRIVATE, static_cast<transfer_listener*>(this));
    set(CURLOPT_URL, asked_.url.c_str());
    set(CURLOPT_HTTPHEADER, easy_->headers.get());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    // HTTP/2 in libcurl 7.88 buffers a whole stream window (megabytes) while a transfer is paused.
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(asked_.connect_timeout.count()));
    set(CURLOPT_BUFFERSIZE, receive_buffer_bytes);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // otherwise ending a transfer waits for its name look-up
    set(CURLOPT_DNS_CACHE_TIMEOUT, 300L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_HEADERFUNCTION, &callbacks::on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &callbacks::on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
    if (asked_.verb == method::post) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, asked_.body.c_str());  // asked_ outlives the handle
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(asked_.body.size()));
    }
    if (!is_set) return fail(fault::internal, "libcurl refuses an option");
    const auto taken = set_route(easy, by_, asked_.url);
    if (!taken) return taken.error();
    route_ = *taken;
    return {};
}

bool curl_transfer::take_header_line(std::string_view line)
{
    header_bytes_ += line.size();
    if (header_bytes_ > reply_header_bytes_max) return false;
    if (line.starts_with("HTTP/")) {
        headers_.clear();  // what came before belonged to a 1xx
        const auto space = line.find(' ');
        const std::string_view digits = line.substr(std::min(space, line.size() - 1) + 1);
        status_ = 0;
        std::from_chars(digits.data(), digits.data() + std::min<std::size_t>(3, digits.size()),
                        status_);
        return true;
    }
    const std::string_view content = trimmed(line);
    if (content.empty()) {
        if (status_ < 200 || has_headers_) return true;
        has_headers_ = true;
        changed_.set();
        return true;
    }
    const auto colon = content.find(':');
    if (has_headers_ || colon == std::string_view::npos) return true;  // trailers are not used
    header one;
    one.name = trimmed(content.substr(0, colon));
    one.value = trimmed(content.substr(colon + 1));
    headers_.push_back(std::move(one));
    return true;
}

bool curl_transfer::take_body(std::string_view bytes)
{
    if (arrived_.size() >= buffered_bytes_max) {
        is_paused_ = true;  // libcurl gives the same bytes again later
        return false;
    }
    const bool was_empty = arrived_.empty();
    arrived_ += bytes;
    if (was_empty) changed_.set();
    return true;
}

void curl_transfer::on_finished(int code)
{
    code_ = code;
    is_finished_ = true;
    changed_.set();
}

std::optional<std::string_view> curl_transfer::find(std::string_view name) const
{
    const auto found = std::find_if(headers_.rbegin(), headers_.rend(), [name](const header& one) {
        return same_name(one.name, name);
    });
    if (found == headers_.rend()) return std::nullopt;
    return found->value;
}

error curl_transfer::failure() const
{
    if (header_bytes_ > reply_header_bytes_max) {
        return fail(fault::upstream_unavailable,
                    place_of(asked_.url) + ": its headers are longer than " +
                        std::to_string(reply_header_bytes_max) + " bytes");
    }
    return describe({easy_->easy.get(), code_, easy_->said.data(), asked_.url, route_}, by_);
}

/// Stop and deadline count before bytes that are there: a sender that never rests must not outrun
/// them. Both end the transfer.
result<> curl_transfer::check(const call_scope& scope, steady_time now)
{
    if (scope.stop.stop_requested()) {
        end();
        return fail(fault::cancelled, "stopped while waiting for " + place_of(asked_.url));
    }
    if (now < scope.deadline) return {};
    end();
    return fail(fault::deadline_exceeded,
                place_of(asked_.url) + " did not answer before the deadline");
}

task<result<>> curl_transfer::wait(call_scope scope, steady_time silent_until)
{
    const auto wake = [this] { changed_.set(); };
    const std::stop_callback on_stop(scope.stop, wake);
    const bool is_woken = co_await changed_.wait_until(std::min(scope.deadline, silent_until));
    const steady_time now = std::chrono::steady_clock::now();
    const auto checked = check(scope, now);
    if (!checked) co_return checked.error();
    // Neither woken nor late: this coroutine is being cancelled, and the next co_await unwinds it.
    if (is_woken || now < silent_until) co_return result<>();
    end();
    co_return fail(fault::upstream_unavailable, place_of(asked_.url) + " sent nothing for " +
                                                    std::to_string(asked_.silence_timeout.count()) +
                                                    " ms");
}

/// A prompt may be long and its answer last for minutes. What was sent is not sent again once an
/// answer has come: redirects are not followed, and a transfer that failed is not repeated here.
void curl_transfer::drop_sent_body()
{
    curl_off_t sent = 0;
    curl_easy_getinfo(easy_->easy.get(), CURLINFO_SIZE_UPLOAD_T, &sent);
    if (static_cast<std::size_t>(sent) < asked_.body.size()) return;  // answered before it was read
    curl_easy_setopt(easy_->easy.get(), CURLOPT_POSTFIELDS, "");      // refers to it no longer
    std::string().swap(asked_.body);
}

task<result<>> curl_transfer::headers(call_scope scope)
{
    const steady_time now = std::chrono::steady_clock::now();
    const auto checked = check(scope, now);
    if (!checked) co_return checked.error();
    const steady_time silent_until = now + asked_.silence_timeout;
    while (!has_headers_) {
        if (is_finished_) co_return failure();
        auto waited = co_await wait(scope, silent_until);
        if (!waited) co_return waited.error();
    }
    drop_sent_body();
    constexpr int wants_proxy_credentials = 407;  // never said by the server itself
    if (route_ == route::in_clear && status_ == wants_proxy_credentials) {
        co_return refused_by(*by_.proxy, status_);
    }
    co_return result<>();
}

task<result<std::string>> curl_transfer::next(call_scope scope)
{
    if (!easy_->easy) co_return fail(fault::internal, "the transfer has already failed");
    const steady_time now = std::chrono::steady_clock::now();
    const auto checked = check(scope, now);
    if (!checked) co_return checked.error();
    const steady_time silent_until = now + asked_.silence_timeout;
    while (arrived_.empty()) {
        if (is_finished_ && code_ != CURLE_OK) co_return failure();
        if (is_finished_) co_return std::string();
        auto waited = co_await wait(scope, silent_until);
        if (!waited) co_return waited.error();
    }
    // Swapped out before libcurl is told to go on: it may deliver during that very call.
    std::string taken = std::exchange(arrived_, std::string());
    if (is_paused_ && !is_finished_) {
        is_paused_ = false;
        curl_easy_pause(easy_->easy.get(), CURLPAUSE_CONT);
    }
    co_return taken;
}

}  // namespace parlance::egress
