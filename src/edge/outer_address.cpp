#include <parlance/edge/outer_address.hpp>

#include <algorithm>

namespace parlance::edge {

std::string outer_address::without_prefix(std::string path) const
{
    if (!named || named->prefix.empty() || !path.starts_with(named->prefix)) return path;
    const std::size_t size = named->prefix.size();
    if (path.size() == size) return "/";
    if (path[size] != '/') return path;  // /chatter is not in /chat
    return path.substr(size);
}

std::string outer_address::base_of_page(const std::string& path) const
{
    if (named && !named->prefix.empty()) return named->prefix + "/";
    const auto slashes = std::count(path.begin(), path.end(), '/');
    if (slashes <= 1) return "./";
    std::string base;
    for (auto level = slashes; level > 1; --level) base += "../";
    return base;
}

}  // namespace parlance::edge
