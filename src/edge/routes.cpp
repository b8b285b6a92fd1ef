#include <parlance/edge/routes.hpp>

#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace parlance::edge {
namespace {

constexpr std::string_view id_mark = "{id}";
constexpr std::string_view any_path = "*";

constexpr std::array table{
    route{"POST", "/api/turns", body_kind::json, {}, post_turn},
    route{"GET", "/api/turns/{id}", body_kind::none, {}, get_turn},
    route{"GET", "/api/turns/{id}/events", body_kind::none, {"after"}, follow_turn},
    route{"POST", "/api/turns/{id}/stop", body_kind::json_or_nothing, {}, stop_turn},
    route{"GET", "/api/conversations", body_kind::none, {"cursor", "limit"}, list_conversations},
    route{"GET", "/api/conversations/{id}", body_kind::none, {}, open_conversation},
    route{"POST", "/api/search", body_kind::json, {}, post_search},
    route{"GET", "/api/search", body_kind::none, {"q", "limit"}, get_search},
    route{"POST", "/api/documents", body_kind::file, {}, add_document},
    route{"GET", "/api/documents", body_kind::none, {"cursor", "limit"}, list_documents},
    route{"GET", "/api/documents/{id}", body_kind::none, {}, get_document},
    route{"GET", "/api/models", body_kind::none, {}, list_models},
    route{"GET", "/api/me", body_kind::none, {}, show_me},
    route{"GET", "/healthz", body_kind::none, {}, say_alive},
    route{"GET", "/readyz", body_kind::none, {}, say_ready},
    route{"GET", "/openapi.json", body_kind::none, {}, show_contract},
    route{"GET", "/", body_kind::none, {}, show_page},
    route{"GET", "/c/{id}", body_kind::none, {}, show_page},
    route{"GET", "/documents", body_kind::none, {}, show_page},
    route{"GET", "/settings", body_kind::none, {}, show_page},
    route{"GET", any_path, body_kind::none, {}, show_asset},
};

bool is_api(std::string_view path)
{
    return path == "/api" || path.starts_with("/api/");
}

/// What stands for {id}, or nothing when the path is another one.
std::optional<std::string> match(std::string_view pattern, std::string_view path)
{
    const std::size_t mark = pattern.find(id_mark);
    if (mark == std::string_view::npos) {
        if (pattern != path) return std::nullopt;
        return std::string();
    }
    const std::string_view before = pattern.substr(0, mark);
    const std::string_view after = pattern.substr(mark + id_mark.size());
    if (path.size() <= before.size() + after.size()) return std::nullopt;
    if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
    path.remove_prefix(before.size());
    path.remove_suffix(after.size());
    if (path.find('/') != std::string_view::npos) return std::nullopt;
    return std::string(path);
}

}  // namespace

std::span<const route> all_routes()
{
    return table;
}

outcome<matched_route> find_route(std::string_view method, std::string_view path)
{
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    std::string allowed;
    for (const route& one : table) {
        if (one.pattern == any_path) {
            const bool is_file = wanted == "GET" && allowed.empty() && !is_api(path);
            if (is_file) return matched_route{&one, {}};
            continue;
        }
        auto id = match(one.pattern, path);
        if (!id) continue;
        if (one.method == wanted) return matched_route{&one, std::move(*id)};
        if (!allowed.empty()) allowed += ", ";
        allowed += one.method == "GET" ? "GET, HEAD" : one.method;
    }
    if (allowed.empty()) return refuse(404, "there is nothing at this path; see /openapi.json");
    problem wrong_method = refuse(405, "this path answers to " + allowed + " only");
    wrong_method.allow = std::move(allowed);
    return wrong_method;
}

outcome<> check_parameters(const route& of, const request& asked)
{
    // Files are asked for with whatever a page or a tool appends; only the interface is strict.
    if (!is_api(of.pattern)) return {};
    std::vector<field_mistake> mistakes;
    for (const query_parameter& one : asked.to.query) {
        const auto& known = of.parameters;
        if (std::find(known.begin(), known.end(), one.name) != known.end()) continue;
        const std::string shown = one.name.substr(0, floor_to_character(one.name, 64));
        mistakes.push_back(field_mistake{shown, "is not a known query parameter"});
    }
    if (!mistakes.empty()) return refuse_fields(std::move(mistakes));
    return {};
}

}  // namespace parlance::edge
