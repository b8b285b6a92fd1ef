#include <parlance/postgresql/message_keys.hpp>

#include <algorithm>
#include <cstddef>

namespace parlance::postgresql {
namespace {

constexpr std::uint64_t offset_basis = 0xcbf29ce484222325U;
constexpr std::uint64_t prime = 0x100000001b3U;

std::uint64_t mixed(std::uint64_t hash, std::uint8_t byte)
{
    return (hash ^ byte) * prime;
}

}  // namespace

std::int64_t message_key(const access::principal_id& who, std::string_view term)
{
    std::uint64_t hash = offset_basis;
    for (const std::uint8_t byte : who.bytes()) hash = mixed(hash, byte);
    for (const char letter : term) hash = mixed(hash, static_cast<std::uint8_t>(letter));
    return static_cast<std::int64_t>(hash);
}

std::vector<std::int64_t> message_keys(const access::principal_id& who, std::string_view terms)
{
    std::vector<std::int64_t> keys;
    while (!terms.empty()) {
        const std::size_t space = std::min(terms.find(' '), terms.size());
        if (space > 0) keys.push_back(message_key(who, terms.substr(0, space)));
        terms.remove_prefix(std::min(space + 1, terms.size()));
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace parlance::postgresql
