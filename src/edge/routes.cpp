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
constexpr std::string_view page_mark = "{page}";
constexpr std::string_view any_path = "*";

constexpr route large(route of)
{
    of.size = answer_size::large;
    return of;
}

constexpr std::array table{
    route{"POST", "/api/turns", body_kind::json, {}, post_turn},
    large(route{"GET", "/api/turns/{id}", body_kind::none, {}, get_turn}),
    route{"GET", "/api/turns/{id}/events", body_kind::none, {"after"}, follow_turn},
    route{"POST", "/api/turns/{id}/stop", body_kind::json_or_nothing, {}, stop_turn},
    route{"POST", "/api/turns/{id}/feedback", body_kind::json, {}, rate_turn},
    large(route{
        "GET", "/api/conversations", body_kind::none, {"cursor", "limit"}, list_conversations}),
    large(route{"POST", "/api/conversations/search", body_kind::json, {}, search_conversations}),
    large(route{"GET",
                "/api/conversations/{id}",
                body_kind::none,
                {"turn_id", "before", "limit"},
                open_conversation}),
    route{"GET", "/api/conversations/{id}/events", body_kind::none, {}, follow_conversation},
    large(route{
        "GET", "/api/conversations/{id}/export", body_kind::none, {"format"}, export_conversation}),
    route{"POST", "/api/conversations/{id}/rename", body_kind::json, {}, rename_conversation},
    route{"POST",
          "/api/conversations/{id}/delete",
          body_kind::json_or_nothing,
          {},
          delete_conversation},
    route{"POST",
          "/api/conversations/{id}/restore",
          body_kind::json_or_nothing,
          {},
          restore_conversation},
    large(route{"POST", "/api/search", body_kind::json, {}, post_search}),
    large(route{"GET", "/api/search", body_kind::none, {"q", "limit"}, get_search}),
    route{"POST", "/api/documents", body_kind::file, {}, add_document},
    large(route{
        "GET", "/api/documents", body_kind::none, {"state", "cursor", "limit"}, list_documents}),
    route{"GET", "/api/documents/{id}", body_kind::none, {}, get_document},
    route{"POST", "/api/documents/{id}/delete", body_kind::json_or_nothing, {}, delete_document},
    route{"POST", "/api/documents/{id}/restore", body_kind::json_or_nothing, {}, restore_document},
    route{"POST", "/api/documents/{id}/retry", body_kind::json_or_nothing, {}, retry_document},
    large(route{"GET", "/api/documents/{id}/content", body_kind::none, {}, get_document_content}),
    large(route{"GET", "/api/documents/{id}/pages/{page}", body_kind::none, {}, get_document_page}),
    route{"GET", "/api/models", body_kind::none, {}, list_models},
    route{"GET", "/api/me", body_kind::none, {}, show_me},
    route{"GET", "/healthz", body_kind::none, {}, say_alive, callers::anybody},
    route{"GET", "/readyz", body_kind::none, {}, say_ready, callers::anybody},
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

/// Takes the first part off a path or pattern that starts with a slash.
std::string_view take_part(std::string_view& path)
{
    path.remove_prefix(1);
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(part.size());
    return part;
}

/// What stands for the placeholders, or nothing when the path is another one.
std::optional<path_parts> match(std::string_view pattern, std::string_view path)
{
    path_parts found;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_part(pattern);
        const std::string_view given = take_part(path);
        const bool is_placeholder = wanted == id_mark || wanted == page_mark;
        if (is_placeholder ? given.empty() : wanted != given) return std::nullopt;
        if (wanted == id_mark) found.id = given;
        if (wanted == page_mark) found.page = given;
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return found;
}

void add_method(std::string& allowed, std::string_view method)
{
    if (!allowed.empty()) allowed += ", ";
    allowed += method == "GET" ? "GET, HEAD" : method;
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
        auto parts = match(one.pattern, path);
        if (!parts) continue;
        if (one.method == wanted) return matched_route{&one, std::move(*parts)};
        add_method(allowed, one.method);
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
