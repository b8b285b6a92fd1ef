#include <parlance/openai_compatible/config.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace parlance::openai_compatible {
namespace {

const setting base_url_setting{
    "OPENAI_BASE_URL", "https://api.openai.com/v1",
    "Where an OpenAI-compatible server is, with its version: https://host/v1."};
const setting model_setting{
    "OPENAI_MODEL", "",
    "The model to ask there. Without it nothing is sent and the offline answerer serves."};
const setting key_setting{"OPENAI_API_KEY", "", "The key for that server, if it wants one.", true};

constexpr std::size_t model_bytes_max = 256;  // the longest names, paths on a disk, have about 100

constexpr const char* key_mistake =
    "must be one word of printable ASCII: it holds a space, a line end, a control character or a "
    "letter that no header may carry (its value is not shown)";
constexpr const char* model_mistake =
    "must be a name of at most 256 bytes of UTF-8 without control characters";
constexpr const char* unprotected_mistake =
    "must be https when OPENAI_API_KEY is set: http would show the key to everybody on the way";

bool is_control(char letter)
{
    return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f;
}

/// What may stand in an Authorization header behind "Bearer ". A line end would begin a header of
/// its own, and no key holds one: it came along with a file.
bool is_key(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter > 0x20 && letter < 0x7f; });
}

bool is_model_name(std::string_view text)
{
    return text.size() <= model_bytes_max && is_utf8(text) && !is_blank(text) &&
           std::none_of(text.begin(), text.end(), is_control);
}

std::string_view authority_of(std::string_view url)
{
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find('/'));
}

std::string_view host_of(std::string_view authority)
{
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    return authority.substr(0, authority.find(':'));
}

bool is_loopback(std::string_view host)
{
    if (host == "localhost" || host == "[::1]") return true;
    // Digits only: 127.0.0.1.example.org is somebody else.
    return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_port(std::string_view text)
{
    return !text.empty() && text.size() <= 5 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_authority(std::string_view authority)
{
    const std::string_view host = host_of(authority);
    if (host.empty()) return false;
    const std::string_view rest = authority.substr(host.size());
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
}

}  // namespace

base_url_reading read_base_url(std::string given)
{
    base_url_reading read;
    const bool is_https = given.starts_with("https://");
    const bool is_clean = std::none_of(given.begin(), given.end(), [](char letter) {
        return letter == ' ' || is_control(letter);
    });
    const std::string_view authority = authority_of(given);
    if (!is_https && !given.starts_with("http://")) {
        read.mistake = "must start with https:// (or http://)";
    } else if (authority.find('@') != std::string_view::npos) {
        read.mistake = "must not hold a user name or password";
    } else if (!is_clean || given.find_first_of("?#") != std::string::npos) {
        read.mistake = "must be an address without spaces, '?' and '#'";
    } else if (!is_authority(authority)) {
        read.mistake = "must name a host, as in https://host/v1";
    } else if (given.ends_with("/completions")) {
        read.mistake = "must end before /chat/completions, as in https://host/v1";
    }
    if (!read.mistake.empty()) return read;

    read.is_protected = is_https || is_loopback(host_of(authority));
    const std::size_t bare_size = given.find("://") + 3 + authority.size();
    while (given.ends_with('/')) given.pop_back();
    if (given.size() <= bare_size) given += "/v1";
    read.base_url = std::move(given);
    return read;
}

std::optional<config> read_config(settings& from)
{
    auto address = from.text(base_url_setting);
    auto model = from.text(model_setting);
    auto key = from.text(key_setting);
    // Also when nothing is sent: a key with a line end is a mistake wherever it came from.
    const bool is_key_fine = !key || is_key(*key);
    if (!is_key_fine) from.mistake(key_setting.name, key_mistake);
    if (!model) return std::nullopt;

    const bool is_model_fine = is_model_name(*model);
    if (!is_model_fine) from.mistake(model_setting.name, model_mistake);
    base_url_reading read = read_base_url(address.value_or(base_url_setting.default_value));
    if (read.mistake.empty() && key && !read.is_protected) read.mistake = unprotected_mistake;
    if (!read.mistake.empty()) from.mistake(base_url_setting.name, read.mistake);
    if (!is_key_fine || !is_model_fine || !read.mistake.empty()) return std::nullopt;

    config made;
    made.base_url = std::move(read.base_url);
    made.model = std::move(*model);
    if (key) made.key = std::make_shared<const secret>(std::move(*key));
    return made;
}

std::string destination(const config& of)
{
    return std::string(authority_of(of.base_url));
}

}  // namespace parlance::openai_compatible
