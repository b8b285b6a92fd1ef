#include <parlance/edge/networks.hpp>

#include <parlance/edge/header_values.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <string>

namespace parlance::edge {
namespace asio = boost::asio;
namespace {

constexpr std::size_t byte_bits = 8;
constexpr std::size_t v4_bits_before = 96;  // of ::ffff:0:0/96
constexpr std::size_t all_bits = 128;
constexpr std::size_t shown_bytes_max = 64;  // of a mistake that is repeated to people

error wrong(std::string_view entry, std::string_view why)
{
    return fail(fault::invalid_request,
                "'" + std::string(entry.substr(0, shown_bytes_max)) + "' " + std::string(why));
}

ip_bytes as_bytes(const asio::ip::address& address)
{
    const auto wide = address.is_v4()
                          ? asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4())
                          : address.to_v6();
    ip_bytes bytes{};
    const auto given = wide.to_bytes();
    std::copy(given.begin(), given.end(), bytes.begin());
    return bytes;
}

std::string as_text(const ip_bytes& bytes)
{
    asio::ip::address_v6::bytes_type given{};
    std::copy(bytes.begin(), bytes.end(), given.begin());
    const asio::ip::address_v6 address(given);
    if (!address.is_v4_mapped()) return address.to_string();
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address).to_string();
}

ip_bytes cut(ip_bytes address, std::size_t bits)
{
    for (std::size_t at = 0; at < address.size(); ++at) {
        const std::size_t before = at * byte_bits;
        const std::size_t kept = bits > before ? std::min(bits - before, byte_bits) : 0;
        const unsigned mask = 0xffU << (byte_bits - kept);
        address[at] = static_cast<std::uint8_t>(address[at] & mask & 0xffU);
    }
    return address;
}

std::optional<std::size_t> parse_bits(std::string_view text, std::size_t most)
{
    std::size_t bits = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, bits);
    if (read.ec != std::errc() || read.ptr != end || bits > most) return std::nullopt;
    return bits;
}

}  // namespace

std::optional<ip_bytes> parse_ip(std::string_view text)
{
    if (text.find('%') != std::string_view::npos) return std::nullopt;
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(std::string(text), failed);
    if (failed) return std::nullopt;
    return as_bytes(address);
}

bool is_loopback(const ip_bytes& address)
{
    constexpr std::size_t loopback_bits = v4_bits_before + byte_bits;
    static const ip_bytes v4 = as_bytes(asio::ip::address_v4::loopback());
    static const ip_bytes v6 = as_bytes(asio::ip::address_v6::loopback());
    return address == v6 || cut(address, loopback_bits) == cut(v4, loopback_bits);
}

result<networks::network> networks::parse_entry(std::string_view entry)
{
    const std::size_t slash = std::min(entry.find('/'), entry.size());
    const std::string_view named = entry.substr(0, slash);
    const auto address = parse_ip(named);
    if (!address) {
        return wrong(entry, "is no network; write addresses such as 10.1.0.0/16 or fd00::/8");
    }
    network parsed{*address, all_bits};
    if (slash == entry.size()) return parsed;
    const std::size_t before = named.find(':') == std::string_view::npos ? v4_bits_before : 0;
    const std::size_t most = all_bits - before;
    const auto bits = parse_bits(entry.substr(slash + 1), most);
    if (!bits) {
        return wrong(entry,
                     "must end in a number from 1 to " + std::to_string(most) + " after its '/'");
    }
    if (*bits == 0) {
        return wrong(entry, "is everybody: anyone could forge what a proxy says");
    }
    parsed.bits = before + *bits;
    parsed.first = cut(*address, parsed.bits);
    if (parsed.first == *address) return parsed;
    return wrong(entry, "names an address inside a network; the network is " +
                            as_text(parsed.first) + "/" + std::to_string(*bits));
}

result<networks> networks::parse(std::string_view list)
{
    networks parsed;
    while (true) {
        const std::size_t comma = std::min(list.find(','), list.size());
        auto entry = parse_entry(trimmed(list.substr(0, comma)));
        if (!entry) return entry.error();
        if (parsed.all_.size() == trusted_networks_max) {
            return fail(fault::invalid_request,
                        "names more than " + std::to_string(trusted_networks_max) + " networks");
        }
        parsed.all_.push_back(*entry);
        if (comma == list.size()) return parsed;
        list.remove_prefix(comma + 1);
    }
}

bool networks::contains(const ip_bytes& address) const
{
    return std::any_of(all_.begin(), all_.end(), [&](const network& known) {
        return cut(address, known.bits) == known.first;
    });
}

}  // namespace parlance::edge
