#pragma once

#include <parlance/foundation/secret.hpp>
#include <parlance/foundation/settings.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::egress {

class trusted_certificates;

inline constexpr std::string_view proxy_setting_name = "PARLANCE_HTTPS_PROXY";
inline constexpr std::string_view ca_setting_name = "PARLANCE_CA_FILE";

/// A forward proxy of the organisation.
struct forward_proxy {
    std::string url;    // "http://host:port" or "https://host:port"
    std::string shown;  // "host:port": what logs and people may see
    bool is_tls = false;
    std::shared_ptr<const secret> user;  // null: it asks for none
    std::shared_ptr<const secret> password;
};

/// How requests leave this machine, and whom they trust. Cheap to copy.
struct way_out {
    std::shared_ptr<const forward_proxy> proxy;         // null: straight
    std::shared_ptr<const trusted_certificates> trust;  // beside the system's; null: only those
    std::vector<std::string> warnings;                  // sentences for whoever runs the server
};

/// Reads PARLANCE_HTTPS_PROXY and PARLANCE_CA_FILE, with the file. Mistakes are noted in `from`.
way_out read_way_out(settings& from);

/// A proxy as a URL, or what is wrong with it, as a sentence's end without the URL itself.
struct proxy_reading {
    forward_proxy proxy;
    std::string mistake;  // empty = none
};
proxy_reading read_proxy(std::string_view given);

/// True for what a proxy must never be asked for: this machine, and the link-local addresses and
/// names under which clouds hand out credentials. By what the URL says, see docs/decisions/0021.
/// @param host  as libcurl normalises it: dotted numbers, IPv6 in brackets.
bool stays_here(std::string_view host);

}  // namespace parlance::egress
