#include <parlance/egress/curl_route.hpp>

#include <parlance/egress/target_url.hpp>
#include <parlance/egress/trusted_certificates.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace parlance::egress {
namespace {

constexpr long status_proxy_auth = 407;
constexpr long status_auth = 401;  // what some proxies say in its place

CURLcode add_trust(CURL*, void* ssl_context, void* trust)
{
    const auto& added = *static_cast<const trusted_certificates*>(trust);
    return added.add_to(ssl_context) ? CURLE_OK : CURLE_SSL_CACERT_BADFILE;
}

route route_to(const std::string& url, const way_out& by)
{
    if (!by.proxy || stays_here(host_of(url))) return route::straight;
    return is_https(url) ? route::tunnel : route::in_clear;
}

/// An options' setter that remembers whether libcurl took all of them.
class options {
public:
    explicit options(CURL* easy) : easy_(easy) {}
    template <class T>
    void set(CURLoption which, T value)
    {
        if (curl_easy_setopt(easy_, which, value) != CURLE_OK) are_set_ = false;
    }
    [[nodiscard]] bool are_set() const { return are_set_; }

private:
    CURL* easy_;
    bool are_set_ = true;
};

void set_proxy(options& with, const forward_proxy& proxy)
{
    with.set(CURLOPT_PROXY, proxy.url.c_str());
    with.set(CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
    with.set(CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
    // What the proxy says of its own is no answer of the upstream.
    with.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    if (!proxy.user) return;
    with.set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
    with.set(CURLOPT_PROXYUSERNAME, std::string(proxy.user->reveal()).c_str());
    with.set(CURLOPT_PROXYPASSWORD, std::string(proxy.password->reveal()).c_str());
}

std::string the_proxy(const forward_proxy& proxy)
{
    return "the proxy " + proxy.shown + " (" + std::string(proxy_setting_name) + ")";
}

/// libcurl's words where they are made of its own and of our settings; of everything else only what
/// the code means: a peer must not write our log.
std::string words_of(const failed_transfer& what)
{
    constexpr std::array<CURLcode, 8> own_words{
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_COULDNT_CONNECT,      CURLE_PEER_FAILED_VERIFICATION,
        CURLE_SSL_CONNECT_ERROR,    CURLE_OPERATION_TIMEDOUT,
        CURLE_SEND_ERROR,           CURLE_PARTIAL_FILE};
    const auto code = static_cast<CURLcode>(what.code);
    const bool are_own = std::find(own_words.begin(), own_words.end(), code) != own_words.end() &&
                         !what.said.empty();
    return are_own ? what.said : curl_easy_strerror(code);
}

long connect_status(const failed_transfer& what)
{
    long status = 0;
    curl_easy_getinfo(what.easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status;
}

bool is_of_tls(int code)
{
    return code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION;
}

/// A transfer over a proxy that failed before the proxy let it pass, or nothing.
std::optional<error> failure_of_proxy(const failed_transfer& what, const forward_proxy& proxy)
{
    const long status = connect_status(what);
    constexpr long refused_from = 300;
    if (status >= refused_from) return refused_by(proxy, status);
    const auto unavailable = [&](const std::string& why) {
        return fail(fault::upstream_unavailable, the_proxy(proxy) + " " + why);
    };
    switch (what.code) {
        case CURLE_COULDNT_RESOLVE_PROXY: return unavailable("is not known under this name");
        case CURLE_COULDNT_CONNECT: return unavailable("cannot be reached");
        case CURLE_PROXY: return unavailable("does not do what was asked");
        default: break;
    }
    const bool has_passed = what.taken == route::in_clear || status != 0;
    if (!has_passed && is_of_tls(what.code)) {
        return unavailable("offers no TLS that can be trusted: " + words_of(what) +
                           ". An authority of your own is named in " +
                           std::string(ca_setting_name));
    }
    if (!has_passed) return unavailable("gave no answer to CONNECT: " + words_of(what));
    if (what.code == CURLE_SSL_CONNECT_ERROR) {
        return unavailable("passes no TLS on to " + place_of(what.url) + ": " + words_of(what));
    }
    return std::nullopt;
}

}  // namespace

result<route> set_route(void* easy, const way_out& by, const std::string& url)
{
    const route taken = route_to(url, by);
    options with(easy);
    // Only the settings say where text goes, not http_proxy and no_proxy in the environment of the
    // process.
    with.set(CURLOPT_NOPROXY, "");
    if (taken == route::straight) with.set(CURLOPT_PROXY, "");
    else set_proxy(with, *by.proxy);
    with.set(CURLOPT_SSL_VERIFYPEER, 1L);
    with.set(CURLOPT_SSL_VERIFYHOST, 2L);
    if (by.trust) {
        with.set(CURLOPT_SSL_CTX_FUNCTION, &add_trust);
        // libcurl hands it back to add_trust, which only reads.
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
        with.set(CURLOPT_SSL_CTX_DATA, const_cast<trusted_certificates*>(by.trust.get()));
    }
    if (!with.are_set()) return fail(fault::internal, "libcurl refuses an option");
    return taken;
}

error refused_by(const forward_proxy& proxy, long status)
{
    constexpr long server_faults_from = 500;
    std::string why = " answers with status " + std::to_string(status);
    if (status == status_proxy_auth || status == status_auth) {
        why += proxy.user ? ": it does not take the user and password named there"
                          : ": it wants a user and a password";
    } else if (status < server_faults_from) {
        why += ": it does not let this through";
    } else {
        why += ": it does not reach the server";
    }
    return fail(
        status < server_faults_from ? fault::upstream_rejected : fault::upstream_unavailable,
        the_proxy(proxy) + why);
}

error describe(const failed_transfer& what, const way_out& by)
{
    if (what.taken != route::straight) {
        auto of_proxy = failure_of_proxy(what, *by.proxy);
        if (of_proxy) return *of_proxy;
    }
    std::string why = place_of(what.url) + ": " + words_of(what);
    if (what.code == CURLE_PEER_FAILED_VERIFICATION) {
        why += " (an authority of your own is named in " + std::string(ca_setting_name) + ")";
    }
    return fail(fault::upstream_unavailable, std::move(why));
}

}  // namespace parlance::egress
