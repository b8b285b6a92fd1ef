#include <parlance/egress/target_url.hpp>

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace parlance::egress {
namespace {

struct free_url {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct free_text {
    void operator()(char* text) const { curl_free(text); }
};
using parsed_url = std::unique_ptr<CURLU, free_url>;

/// Null when it is no URL.
parsed_url parsed(const std::string& text)
{
    parsed_url url(curl_url());
    const bool is_url = url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
    return is_url ? std::move(url) : nullptr;
}

std::string part_of(const parsed_url& url, CURLUPart part)
{
    char* found = nullptr;
    if (curl_url_get(url.get(), part, &found, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
    const std::unique_ptr<char, free_text> kept(found);
    return kept.get();
}

}  // namespace

std::string place_of(const std::string& url)
{
    const parsed_url read = parsed(url);
    if (!read) return "?";
    const std::string port = part_of(read, CURLUPART_PORT);
    return part_of(read, CURLUPART_HOST) + (port.empty() ? "" : ":") + port;
}

std::string host_of(const std::string& url)
{
    const parsed_url read = parsed(url);
    return read ? part_of(read, CURLUPART_HOST) : std::string();
}

bool is_https(const std::string& url)
{
    const parsed_url read = parsed(url);
    return read && part_of(read, CURLUPART_SCHEME) == "https";
}

result<> check_url(const std::string& url)
{
    const parsed_url read = parsed(url);
    if (!read) return fail(fault::invalid_request, "the address is no url");
    const bool has_credentials =
        !part_of(read, CURLUPART_USER).empty() || !part_of(read, CURLUPART_PASSWORD).empty();
    if (has_credentials) {
        return fail(fault::invalid_request, "the address holds a user name");
    }
    const std::string scheme = part_of(read, CURLUPART_SCHEME);
    if (scheme == "http" || scheme == "https") return {};
    return fail(fault::invalid_request, "the address is neither http nor https");
}

}  // namespace parlance::egress
