#include <parlance/app/address_settings.hpp>

#include <parlance/edge/networks.hpp>

#include <utility>

namespace parlance::app {
namespace {

const setting listen_address{
    "PARLANCE_LISTEN", "127.0.0.1",
    "Address to listen on; beyond loopback only with PARLANCE_ALLOW_ANYONE=1 and PARLANCE_PUBLIC_"
    "URL"};
const setting public_address{
    "PARLANCE_PUBLIC_URL", "",
    "The address people use when something stands in front of the server, with port and path: "
    "https://chat.example.org/chat; unset = where it listens"};
const setting proxies{
    "PARLANCE_TRUSTED_PROXIES", "",
    "Networks of the proxies whose X-Forwarded-Host and X-Forwarded-Proto are believed, such as "
    "10.1.0.0/16, fd00::/8; unset = nobody's are"};
const setting allow_anyone{
    "PARLANCE_ALLOW_ANYONE", "0",
    "1 = may be reached from beyond this machine although there is no sign-in: everybody is the "
    "same user then"};

/// An IPv6 address stands in brackets in a URL.
std::string url_of(const std::string& address, std::uint16_t port)
{
    const bool is_v6 = address.find(':') != std::string::npos;
    return "http://" + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

bool is_loopback_address(const std::string& address)
{
    const auto parsed = edge::parse_ip(address);
    return parsed && edge::is_loopback(*parsed);
}

void read_public_url(settings& from, const std::string& text, address_settings& read)
{
    auto parsed = edge::parse_public_url(text);
    if (!parsed) {
        from.mistake(public_address.name, parsed.error().detail);
        return;
    }
    if (!parsed->is_of_this_machine() && !read.outer.allows_anyone) {
        from.mistake(public_address.name,
                     "must be an address of this machine, such as http://localhost:9000/chat: this "
                     "version has no sign-in, so whoever can reach another one would be its user. "
                     "PARLANCE_ALLOW_ANYONE=1 allows that");
    }
    read.outer.named = std::move(*parsed);
}

void read_proxies(settings& from, const std::string& text, address_settings& read)
{
    auto parsed = edge::networks::parse(text);
    if (parsed) read.outer.trusted_proxies = std::move(*parsed);
    else from.mistake(proxies.name, "must list networks: " + parsed.error().detail);
}

/// @param is_named  whether the address people use is said, rightly or wrongly.
void check_listen(settings& from, const address_settings& read, bool is_named)
{
    if (read.listen == "127.0.0.1" || read.listen == "::1") return;
    if (!edge::parse_ip(read.listen) || is_loopback_address(read.listen)) {
        from.mistake(
            listen_address.name,
            "must be 127.0.0.1, ::1 or an IP address of a network, not '" + read.listen + "'");
    } else if (!read.outer.allows_anyone) {
        from.mistake(listen_address.name,
                     "must be 127.0.0.1 or ::1: this version has no sign-in, so whoever can reach "
                     "another address would be its user. PARLANCE_ALLOW_ANYONE=1 allows that, "
                     "together with PARLANCE_PUBLIC_URL");
    } else if (!is_named) {
        from.mistake(listen_address.name,
                     "may be an address that others reach only when PARLANCE_PUBLIC_URL names the "
                     "address people use: requests that name any other host are refused");
    }
}

}  // namespace

bool address_settings::is_open_to_anyone() const
{
    return (outer.named && !outer.named->is_of_this_machine()) || !is_loopback_address(listen);
}

std::string address_settings::for_people(std::uint16_t port) const
{
    if (outer.named) return outer.named->text();
    if (port == 0) return "http://127.0.0.1, on any free port";
    return on_this_machine(port);
}

std::string address_settings::on_this_machine(std::uint16_t port) const
{
    if (listen == "0.0.0.0") return url_of("127.0.0.1", port);
    if (edge::parse_ip(listen) == edge::parse_ip("::")) return url_of("::1", port);
    return url_of(listen, port);
}

address_settings read_address_settings(settings& from)
{
    address_settings read;
    read.listen = from.text(listen_address).value_or(read.listen);
    if (read.listen == "localhost") read.listen = "127.0.0.1";
    const auto public_text = from.text(public_address);
    const auto proxies_text = from.text(proxies);
    const auto anyone = from.number(allow_anyone, 0, 1);
    read.outer.allows_anyone = anyone && *anyone == 1;
    if (public_text) read_public_url(from, *public_text, read);
    if (proxies_text) read_proxies(from, *proxies_text, read);
    check_listen(from, read, public_text.has_value());
    return read;
}

std::string open_to_anyone_notice(const address_settings& settled)
{
    const std::string where = settled.outer.named ? settled.outer.named->text() : settled.listen;
    return "There is no sign-in: whoever can reach " + where +
           " is the same user here, and reads, changes and deletes everything.";
}

}  // namespace parlance::app
