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
    "img-src 'self' blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view page_not_built =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<title>parlance</title>\n</head>\n<body>\n<h1>parlance is running</h1>\n"
    "<p>This program was built without its web page. <code>./dev run</code> builds both; "
    "the HTTP interface under <code>/api</code> works as it is.</p>\n</body>\n</html>\n";

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
    if (one.media_type.starts_with("text/html")) {
        made.headers.push_back({"content-security-policy", std::string(page_policy)});
    }
    const std::string* known = asked.header_named("if-none-match");
    if (known != nullptr && names_entity_tag(*known, chosen.entity_tag)) {
        made.status = 304;
        return made;
    }
    if (!chosen.coding.empty())
        made.headers.push_back({"content-encoding", std::string(chosen.coding)});
    made.lasting_body = chosen.bytes;
    return made;
}

}  // namespace

task<outcome<response>> show_page(call_scope, request& asked, const services& with)
{
    const asset* index = find_asset(with.assets, index_path);
    if (index != nullptr) co_return send_asset(*index, asked);
    response made;
    made.media_type = "text/html; charset=utf-8";
    made.lasting_body = page_not_built;
    made.headers.push_back({"content-security-policy", std::string(page_policy)});
    made.headers.push_back({"cache-control", "no-cache"});
    co_return made;
}

task<outcome<response>> show_asset(call_scope, request& asked, const services& with)
{
    const asset* found = find_asset(with.assets, asked.to.path);
    if (found == nullptr) co_return refuse(404, "there is nothing at this path");
    co_return send_asset(*found, asked);
}

task<outcome<response>> show_contract(call_scope, request& asked, const services& with)
{
    const asset* found = find_asset(with.assets, contract_path);
    if (found == nullptr) co_return refuse(404, "this program was built without openapi.json");
    co_return send_asset(*found, asked);
}

}  // namespace parlance::edge
