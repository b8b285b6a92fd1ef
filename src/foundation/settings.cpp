#include <parlance/foundation/settings.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace parlance {
namespace {

/// "_PORT_443_TCP", "_PORT_443_TCP_ADDR" and the like.
bool names_a_port_of_a_service(std::string_view name)
{
    constexpr std::string_view digits = "0123456789";
    constexpr std::string_view before = "_PORT_";
    const std::size_t place = name.find(before);
    if (place == std::string_view::npos) return false;
    const std::string_view rest = name.substr(place + before.size());
    const std::size_t end = rest.find_first_not_of(digits);
    if (end == 0 || end == std::string_view::npos) return false;
    const std::string_view protocol = rest.substr(end);
    return protocol.starts_with("_TCP") || protocol.starts_with("_UDP") ||
           protocol.starts_with("_SCTP");
}

/// Kubernetes adds these for every service whose name starts like ours. Its <SERVICE>_PORT holds an
/// address, so that a plain number there is still seen as the mistake that it is.
bool is_injected_by_kubernetes(std::string_view name, std::string_view value)
{
    if (name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT")) return true;
    if (name.find("_SERVICE_PORT_") != std::string_view::npos) return true;
    if (name.ends_with("_PORT") && value.find("://") != std::string_view::npos) return true;
    return names_a_port_of_a_service(name);
}

}  // namespace

settings::settings(std::map<std::string, std::string> environment)
    : environment_(std::move(environment))
{
}

std::optional<std::string> settings::text(const setting& asked)
{
    asked_.push_back(asked);
    const auto found = environment_.find(asked.name);
    if (found != environment_.end() && !found->second.empty()) return found->second;
    if (!asked.default_value.empty()) return asked.default_value;
    return std::nullopt;
}

std::optional<long long> settings::number(const setting& asked, long long least, long long most)
{
    const auto value = text(asked);
    if (!value) return std::nullopt;
    long long read = 0;
    const char* end = value->data() + value->size();
    const auto parsed = std::from_chars(value->data(), end, read);
    if (parsed.ec != std::errc() || parsed.ptr != end || read < least || read > most) {
        mistake(asked.name, "must be a whole number from " + std::to_string(least) + " to " +
                                std::to_string(most) + ", not '" + *value + "'");
        return std::nullopt;
    }
    return read;
}

void settings::mistake(const std::string& name, const std::string& why)
{
    mistakes_.push_back(name + " " + why);
}

result<> settings::check() const
{
    std::vector<std::string> all = mistakes_;
    for (const auto& [name, value] : environment_) {
        if (!name.starts_with("PARLANCE_") || is_injected_by_kubernetes(name, value)) continue;
        const bool is_known = std::any_of(asked_.begin(), asked_.end(),
                                          [&](const setting& one) { return one.name == name; });
        if (!is_known) all.push_back(name + " is not a setting of this version");
    }
    if (all.empty()) return {};
    std::string detail;
    for (const std::string& one : all) detail += (detail.empty() ? "" : "; ") + one;
    return fail(fault::invalid_request, std::move(detail));
}

}  // namespace parlance
