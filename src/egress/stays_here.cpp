#include <parlance/egress/way_out.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <array>

namespace parlance::egress {
namespace {
namespace ip = boost::asio::ip;

// Where Azure's platform answers every machine of its own.
constexpr std::string_view azure_platform = "168.63.129.16";
constexpr std::string_view ec2_metadata_v6 = "fd00:ec2::254";
// Names that mean a metadata service wherever they are known.
constexpr std::array<std::string_view, 3> metadata_names{
    "metadata.google.internal", "metadata.goog", "instance-data.ec2.internal"};

bool stays_here(const ip::address_v4& where)
{
    const auto bytes = where.to_bytes();
    const bool is_link_local = bytes[0] == 169 && bytes[1] == 254;
    return where.is_loopback() || where.is_unspecified() || is_link_local ||
           where == ip::make_address_v4(azure_platform);
}

bool stays_here(const ip::address_v6& where)
{
    if (where.is_v4_mapped()) return stays_here(ip::make_address_v4(ip::v4_mapped, where));
    return where.is_loopback() || where.is_unspecified() || where.is_link_local() ||
           where == ip::make_address_v6(ec2_metadata_v6);
}

std::string bare(std::string_view host)
{
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host.ends_with('.')) host.remove_suffix(1);
    std::string text(host.substr(0, host.find('%')));  // no zone: "fe80::1%eth0"
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

}  // namespace

bool stays_here(std::string_view host)
{
    const std::string name = bare(host);
    boost::system::error_code is_name;
    const ip::address address = ip::make_address(name, is_name);
    if (!is_name) {
        return address.is_v4() ? stays_here(address.to_v4()) : stays_here(address.to_v6());
    }
    if (name == "localhost" || name.ends_with(".localhost")) return true;
    return std::find(metadata_names.begin(), metadata_names.end(), name) != metadata_names.end();
}

}  // namespace parlance::egress
