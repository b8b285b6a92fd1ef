#include <parlance/edge/request.hpp>

#include <algorithm>

namespace parlance::edge {

const std::string* request::header_named(std::string_view name) const
{
    for (const header& one : headers) {
        if (one.name == name) return &one.value;
    }
    return nullptr;
}

std::size_t request::headers_named(std::string_view name) const
{
    return static_cast<std::size_t>(std::count_if(
        headers.begin(), headers.end(), [&](const header& one) { return one.name == name; }));
}

const std::string* request::parameter(std::string_view name) const
{
    for (const query_parameter& one : to.query) {
        if (one.name == name) return &one.value;
    }
    return nullptr;
}

}  // namespace parlance::edge
