#pragma once

#include <parlance/egress/curl_engine.hpp>
#include <parlance/egress/curl_route.hpp>
#include <parlance/egress/http_client.hpp>
#include <parlance/foundation/event.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::egress {

/// One request on its way: libcurl's handle, what has arrived and not been taken yet, and who
/// waits. Stays where it was made: libcurl keeps its address. Leaves the engine when it is
/// destroyed.
class curl_transfer : private transfer_listener {
public:
    curl_transfer(curl_engine& engine, way_out by, request asked);
    curl_transfer(const curl_transfer&) = delete;
    curl_transfer& operator=(const curl_transfer&) = delete;
    ~curl_transfer() override;

    /// Hands the request to the engine.
    /// @errors  invalid_request when it cannot be sent as it is, internal when libcurl refuses.
    result<> start();

    /// Waits until status and headers are there.
    task<result<>> headers(call_scope scope);
    /// See reply::next.
    task<result<std::string>> next(call_scope scope);

    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] route taken() const { return route_; }
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    void set_silence_timeout(std::chrono::milliseconds longest)
    {
        asked_.silence_timeout = longest;
    }

private:
    struct easy_handle;
    struct callbacks;

    void on_finished(int code) override;
    bool take_header_line(std::string_view line);
    bool take_body(std::string_view bytes);
    result<> configure();
    result<> configure_headers();
    void end();
    void drop_sent_body();
    [[nodiscard]] error failure() const;
    result<> check(const call_scope& scope, steady_time now);
    task<result<>> wait(call_scope scope, steady_time silent_until);

    curl_engine& engine_;
    way_out by_;  // outlives the handle
    request asked_;
    std::unique_ptr<easy_handle> easy_;
    event changed_;
    route route_ = route::straight;
    int status_ = 0;
    std::vector<header> headers_;
    std::size_t header_bytes_ = 0;
    std::string arrived_;
    int code_ = 0;  // a CURLcode, once finished
    bool has_headers_ = false;
    bool is_paused_ = false;
    bool is_finished_ = false;
};

}  // namespace parlance::egress
