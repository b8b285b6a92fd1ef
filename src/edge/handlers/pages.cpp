#include <parlance/edge/handlers/handlers.hpp>
#include <parlance/edge/header_values.hpp>

#include <string>
#include <utility>

// The web page and the contract, from what is embedded in the program.
namespace parlance::edge {
namespace {

constexpr std::string_view index_path = "/index.html";
constexpr std::string_view contract_path = "/openapi.json";
constexpr std::string_view hashed_folder = "/assets/";

// Fluent's style engine inserts an empty style element: its hash, and nothing weaker.
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
    "img-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view page_not_built =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<title>parlance</title>\n</head>\n<body>\n<h1>parlance is running</h1>\n"
    "<p>This program was built without its web page. <code>./dev run</code> builds both; "
    "the HTTP interface under <code>/api</code> works as it is.</p>\n</body>\n</html>\n";

// As web/index.html has it, before everything that has an address.
constexpr std::string_view base_in_page = "<base href=\"/\" />";

bool is_known(const request& asked, const std::string& entity_tag)
{
    const std::string* known = asked.header_named("if-none-match");
    return known != nullptr && names_entity_tag(*known, entity_tag);
}

response send_asset(const asset& one, const request& asked)
{
    const std::string* accepted = asked.header_named("accept-encoding");
    const representation chosen = choose_representation(one, accepted == nullptr ? "" : *accepted);
    response made;
    made.media_type = std::string(one.media_type);
    made.headers.push_back({"etag", chosen.entity_tag});
    made.headers.push_back({"vary", "Accept-Encoding"});
    // A name with its content's hash can be kept for ever; any other is asked for again each time.
    const bool is_hashed = one.path.starts_with(hashed_folder);
    made.headers.push_back(
        {"cache-control", is_hashed ? "public, max-age=31536000, immutable" : "no-cache"});
    if (is_known(asked, chosen.entity_tag)) {
        made.status = 304;
        return made;
    }
    if (!chosen.coding.empty())
        made.headers.push_back({"content-encoding", std::string(chosen.coding)});
    made.lasting_body = chosen.bytes;
    return made;
}

response page_response()
{
    response made;
    made.media_type = "text/html; charset=utf-8";
    made.headers.push_back({"content-security-policy", std::string(page_policy)});
    made.headers.push_back({"cache-control", "no-cache"});
    return made;
}

/// The page, whose addresses are all relative, with the place they start from. It is about a
/// kilobyte, one packet: not worth compressing each time.
response send_page(const asset& index, const request& asked, const services& with)
{
    const std::string base = with.address.base_of_page(asked.to.path);
    response made = page_response();
    const std::string entity_tag = "\"" + std::string(index.hash) + "-" + base + "\"";
    made.headers.push_back({"etag", entity_tag});
    if (is_known(asked, entity_tag)) {
        made.status = 304;
        return made;
    }
    made.body = std::string(index.identity);
    const std::size_t place = made.body.find(base_in_page);
    if (place != std::string::npos) {
        made.body.replace(place, base_in_page.size(), "<base href=\"" + base + "\" />");
    }
    return made;
}

}  // namespace

task<outcome<response>> show_page(call_scope, request& asked, const services& with)
{
    const asset* index = find_asset(with.assets, index_path);
    if (index != nullptr) co_return send_page(*index, asked, with);
    response made = page_response();
    made.lasting_body = page_not_built;
    co_return made;
}

task<outcome<response>> show_asset(call_scope, request& asked, const services& with)
{
    const asset* found = find_asset(with.assets, asked.to.path);
    if (found == nullptr) co_return refuse(404, "there is nothing at this path");
    if (found->path == index_path) co_return send_page(*found, asked, with);
    co_return send_asset(*found, asked);
}

task<outcome<response>> show_contract(call_scope, request& asked, const services& with)
{
    const asset* found = find_asset(with.assets, contract_path);
    if (found == nullptr) co_return refuse(404, "this program was built without openapi.json");
    co_return send_asset(*found, asked);
}

}  // namespace parlance::edge
