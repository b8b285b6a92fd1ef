#include <parlance/edge/target.hpp>

#include <parlance/edge/percent.hpp>

#include <algorithm>
#include <utility>

namespace parlance::edge {
namespace {

constexpr std::size_t query_parameters_max = 32;

/// Cuts the scheme and authority off an absolute form.
outcome<std::string> take_authority(std::string_view& raw)
{
    constexpr std::string_view scheme = "http://";
    if (!raw.starts_with(scheme)) return std::string();
    raw.remove_prefix(scheme.size());
    const std::size_t end = std::min(raw.find_first_of("/?"), raw.size());
    std::string authority(raw.substr(0, end));
    raw.remove_prefix(end);
    if (authority.empty()) return refuse(400, "the request target names no host");
    return authority;
}

outcome<query_parameter> parse_parameter(std::string_view piece)
{
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const auto name = percent_decoded(piece.substr(0, equals), plus_sign::is_space);
    const auto value = percent_decoded(
        equals < piece.size() ? piece.substr(equals + 1) : std::string_view(), plus_sign::is_space);
    if (!name || !value || name->empty()) {
        return refuse(400, "the query holds a parameter that is not percent-encoded UTF-8");
    }
    return query_parameter{*name, *value};
}

outcome<std::vector<query_parameter>> parse_query(std::string_view raw)
{
    std::vector<query_parameter> parsed;
    while (!raw.empty()) {
        const std::size_t end = std::min(raw.find('&'), raw.size());
        auto one = parse_parameter(raw.substr(0, end));
        if (!one) return one.error();
        const bool is_taken = std::any_of(parsed.begin(), parsed.end(), [&](const auto& other) {
            return other.name == one->name;
        });
        if (is_taken) return refuse(400, "the query gives a parameter twice");
        if (parsed.size() == query_parameters_max) {
            return refuse(400, "the query has more than 32 parameters");
        }
        parsed.push_back(std::move(*one));
        raw.remove_prefix(std::min(end + 1, raw.size()));
    }
    return parsed;
}

}  // namespace

outcome<target> parse_target(std::string_view raw)
{
    target parsed;
    auto authority = take_authority(raw);
    if (!authority) return authority.error();
    parsed.authority = std::move(*authority);

    const std::size_t question = std::min(raw.find('?'), raw.size());
    std::string_view path = raw.substr(0, question);
    if (path.empty() && !parsed.authority.empty()) path = "/";
    if (!path.starts_with('/')) return refuse(400, "the request target must start with /");
    auto decoded = percent_decoded(path, plus_sign::is_itself);
    if (!decoded) return refuse(400, "the path is not percent-encoded UTF-8");
    if (std::count(decoded->begin(), decoded->end(), '/') !=
        std::count(path.begin(), path.end(), '/')) {
        return refuse(400, "the path holds an encoded slash");
    }
    parsed.path = std::move(*decoded);

    if (question < raw.size()) {
        auto query = parse_query(raw.substr(question + 1));
        if (!query) return query.error();
        parsed.query = std::move(*query);
    }
    return parsed;
}

}  // namespace parlance::edge
