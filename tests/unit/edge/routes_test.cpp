#include <parlance/edge/limits_config.hpp>
#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>

#include "unit/edge/running_edge.hpp"

#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace parlance::edge_test {
namespace {

bool matches(const std::string& text, const std::string& pattern)
{
    return std::regex_match(text, std::regex(pattern));
}

const std::string id_pattern = "\"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\"";
const std::string time_pattern = R"("\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")";

std::string form_of(const std::string& content, const std::string& name = "file")
{
    return "--b1\r\nContent-Disposition: form-data; name=\"" + name +
           "\"; filename=\"notes.md\"\r\n\r\n" + content + "\r\n--b1--\r\n";
}

constexpr std::string_view form_type = "Content-Type: multipart/form-data; boundary=b1\r\n";

void wait_for_end(running_edge& edge, const std::string& turn)
{
    raw_client reader(edge.port());
    reader.send(edge.get("/api/turns/" + turn + "/events"));
    reader.read_until("event: end");
}

}  // namespace

TEST(routes_over_http, given_json_is_preferred_when_asked_then_the_ids_come_at_once)
{
    running_edge edge;

    const raw_response answer =
        edge.ask(edge.post("/api/turns", R"({"message_text":"Hello?","parent_turn_id":null})",
                           "Accept: application/json, text/event-stream;q=0.5\r\n"));

    EXPECT_EQ(answer.status, 202);
    EXPECT_TRUE(matches(answer.body, R"(\{"turn_id":)" + id_pattern + R"(,"conversation_id":)" +
                                         id_pattern + R"(\})"))
        << answer.body;
}

TEST(routes_over_http, given_a_finished_turn_when_read_then_it_is_the_contracts_shape)
{
    running_edge edge;
    const std::string id = edge.start_turn(R"(Hello \"you\"?)");
    wait_for_end(edge, id);

    const raw_response answer = edge.ask(edge.get("/api/turns/" + id));

    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(matches(
        answer.body,
        R"(\{"turn_id":)" + id_pattern + R"(,"conversation_id":)" + id_pattern +
            R"(,"parent_turn_id":null,"state":"completed","message_text":"Hello \\"you\\"\?",)" +
            R"("model":"scripted","answer_text":"scripted","citations":\[\],)" +
            R"("tools":\[\{"call_id":"[^"]+","name":"search_documents","phase":"finished",)" +
            R"("summary":"[^"]+"\}\],"usage":\{[^}]+\},"created_at":)" + time_pattern +
            R"(,"finished_at":)" + time_pattern + R"(,"position":"\d+\.8"\})"))
        << answer.body;
}

TEST(routes_over_http, given_turns_when_conversations_are_listed_and_opened_then_they_are_there)
{
    running_edge edge;
    const std::string first = edge.start_turn("Hello?");
    wait_for_end(edge, first);
    const std::string list = edge.ask(edge.get("/api/conversations")).body;
    const std::string conversation = list.substr(list.find(R"("conversation_id":")") + 19, 36);

    const raw_response next = edge.ask(edge.post(
        "/api/turns", R"({"message_text":"And?","conversation_id":")" + conversation + "\"}"));
    const raw_response opened = edge.ask(edge.get("/api/conversations/" + conversation));

    EXPECT_TRUE(next.is_whole);
    EXPECT_TRUE(matches(list, R"(\{"items":\[\{"conversation_id":)" + id_pattern +
                                  R"(,"title":"Hello\?","created_at":)" + time_pattern +
                                  R"(,"updated_at":)" + time_pattern +
                                  R"(,"is_running":(true|false)\}\]\})"))
        << list;
    EXPECT_NE(opened.body.find("\"turns\":[{\"turn_id\":\"" + first), std::string::npos);
    EXPECT_NE(opened.body.find("\"parent_turn_id\":\"" + first), std::string::npos);
}

TEST(routes_over_http, given_more_than_a_page_when_listed_then_the_cursor_goes_on)
{
    running_edge edge;
    wait_for_end(edge, edge.start_turn("First?"));
    wait_for_end(edge, edge.start_turn("Second?"));

    const std::string first = edge.ask(edge.get("/api/conversations?limit=1")).body;
    const std::size_t at = first.find(R"("next_cursor":")");
    ASSERT_NE(at, std::string::npos) << first;
    const std::string cursor = first.substr(at + 15, first.find('"', at + 15) - at - 15);
    const std::string second =
        edge.ask(edge.get("/api/conversations?limit=1&cursor=" + cursor)).body;

    EXPECT_NE(first.find("Second?"), std::string::npos) << first;
    EXPECT_NE(second.find("First?"), std::string::npos) << second;
    EXPECT_EQ(second.find("next_cursor"), std::string::npos);
    EXPECT_EQ(edge.ask(edge.get("/api/conversations?cursor=nonsense")).status, 400);
}

TEST(routes_over_http, given_a_document_when_searched_then_both_ways_find_it)
{
    running_edge edge;
    edge.add_document("warranty.txt", "The warranty lasts two years.");

    const raw_response posted =
        edge.ask(edge.post("/api/search", R"({"message_text":"warranty","limit":1})"));
    const raw_response got = edge.ask(edge.get("/api/search?q=warranty&limit=1"));

    EXPECT_TRUE(matches(
        posted.body, R"(\{"is_answerable":(true|false),"passages":\[\{"passage_id":)" + id_pattern +
                         R"(,"document_id":)" + id_pattern +
                         R"(,"file_name":"warranty.txt","title":"[^"]*","text_page":1,"rank":1,)" +
                         R"("text":"The warranty lasts two years."\}\]\})"))
        << posted.body;
    EXPECT_EQ(got.body, posted.body);
}

TEST(routes_over_http, given_a_file_when_uploaded_then_it_is_queued_listed_and_found)
{
    running_edge edge;

    const raw_response added = edge.ask(edge.post("/api/documents", form_of("# Notes"), form_type));

    EXPECT_EQ(added.status, 202);
    EXPECT_TRUE(matches(added.body,
                        R"(\{"document_id":)" + id_pattern +
                            R"(,"file_name":"notes.md","title":"[^"]+",)" +
                            R"("media_type":"[^"]+","size_bytes":7,"state":"queued",)" +
                            R"("passage_count":0,"queue_place":1,"is_sample":false,"created_at":)" +
                            time_pattern + R"(\})"))
        << added.body;
    const std::string id = added.body.substr(16, 36);
    EXPECT_EQ(edge.ask(edge.get("/api/documents/" + id)).body, added.body);
    EXPECT_EQ(edge.ask(edge.get("/api/documents")).body, "{\"items\":[" + added.body + "]}");
}

TEST(routes_over_http, given_another_field_when_uploaded_then_400_names_it)
{
    running_edge edge;

    const raw_response answer =
        edge.ask(edge.post("/api/documents", form_of("x", "library"), form_type));

    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("library is not a known field"), std::string::npos);
}

TEST(routes_over_http, given_a_file_one_byte_past_the_limit_when_uploaded_then_413)
{
    edge::limits_config limits;
    limits.upload_bytes_max = 100'000;
    running_edge edge(limits);

    EXPECT_EQ(
        edge.ask(edge.post("/api/documents", form_of(std::string(100'000, 'x')), form_type)).status,
        202);
    const raw_response past =
        edge.ask(edge.post("/api/documents", form_of(std::string(100'001, 'x')), form_type));
    EXPECT_EQ(past.status, 413);
    EXPECT_EQ(edge::limits_config().upload_bytes_max, limits::upload_bytes_max);
}

TEST(routes_over_http, given_a_file_that_is_far_too_long_when_refused_then_the_client_hears_why)
{
    running_edge edge;
    raw_client client(edge.port());
    const std::string content(limits::upload_bytes_max + 1'000'000, 'x');

    client.send(edge.post("/api/documents", form_of(content), form_type));

    EXPECT_EQ(client.read_response().status, 413);
}

TEST(routes_over_http, given_too_many_uploads_at_once_when_one_more_comes_then_503_with_a_pause)
{
    edge::limits_config limits;
    limits.uploads_running_max = 1;
    limits.upload_turn_max = std::chrono::milliseconds(100);
    running_edge edge(limits);
    raw_client uploading(edge.port());
    const std::string request = edge.post("/api/documents", form_of("x"),
                                          std::string(form_type) + "Expect: 100-continue\r\n");
    // The server asks for the body: from then on a place is taken.
    uploading.send(request.substr(0, request.size() - form_of("x").size()));
    ASSERT_EQ(uploading.read_head().status, 100);

    const raw_response refused = edge.ask(request);
    uploading.send(form_of("x"));

    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(uploading.read_response().status, 202);
}

TEST(routes_over_http, given_too_many_uploads_at_once_when_a_place_is_free_then_the_next_goes_on)
{
    edge::limits_config limits;
    limits.uploads_running_max = 1;
    limits.upload_turn_every = std::chrono::milliseconds(1);
    running_edge edge(limits);
    raw_client uploading(edge.port());
    const std::string request = edge.post("/api/documents", form_of("x"),
                                          std::string(form_type) + "Expect: 100-continue\r\n");
    uploading.send(request.substr(0, request.size() - form_of("x").size()));
    ASSERT_EQ(uploading.read_head().status, 100);
    raw_client waiting(edge.port());

    waiting.send(edge.post("/api/documents", form_of("y"), form_type));
    uploading.send(form_of("x"));

    EXPECT_EQ(uploading.read_response().status, 202);
    EXPECT_EQ(waiting.read_response().status, 202);
}

TEST(routes_over_http, given_the_server_when_asked_about_itself_then_it_tells)
{
    running_edge edge;

    EXPECT_EQ(edge.ask(edge.get("/api/models")).body,
              R"({"items":[{"model":"scripted","title":"Scripted","kind":"offline",)"
              R"("destination":"this machine","is_default":true}]})");
    EXPECT_TRUE(matches(edge.ask(edge.get("/api/me")).body,
                        R"(\{"principal_id":)" + id_pattern +
                            R"(,"display_name":"[^"]+","mode":"local",)" +
                            R"("version":"0\.0\.0-test","data_location":"a test folder",)" +
                            R"("limits":\{"message_characters_max":32000,)" +
                            R"("upload_bytes_max":33554432\},"notices":\[\]\})"));
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 200);
    edge.is_ready = false;
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 503);
    edge.is_ready = true;
    const auto place = edge.loops.note_begun("progress");
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 200);
    edge.loops.note_fall(place);
    EXPECT_TRUE(matches(edge.ask(edge.get("/readyz")).body,
                        R"(.*"a part of the server has failed and is begun again: progress".*)"));
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 503);
    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
    edge.loops.note_begun_again(place);
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 200);
    EXPECT_EQ(edge.ask(edge.get("/openapi.json")).body, "{}");
}

TEST(routes_over_http, given_a_page_when_asked_for_then_its_policy_lets_nothing_foreign_in)
{
    running_edge edge;
    for (const auto& [path, base] : std::vector<std::pair<std::string, std::string>>{
             {"/", "./"},
             {"/c/0190f4a0-0000-7000-8000-000000000001", "../"},
             {"/documents", "./"},
             {"/index.html", "./"}}) {
        const raw_response page = edge.ask(edge.get(path));
        EXPECT_EQ(page.body, "<!doctype html><base href=\"" + base + "\" />") << path;
        EXPECT_EQ(page.headers.at("cache-control"), "no-cache");
        EXPECT_EQ(page.headers.at("etag"), "\"beef-" + base + "\"");
        const std::string policy = page.headers.at("content-security-policy");
        EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; ")) << policy;
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_NE(policy.find("; base-uri 'self'; "), std::string::npos) << policy;
    }
}

TEST(routes_over_http, given_a_hashed_asset_when_asked_for_then_it_is_coded_and_kept_for_ever)
{
    running_edge edge;
    const std::string path = "/assets/main-1a2b.js";

    const raw_response coded = edge.ask(edge.get(path, "Accept-Encoding: gzip, br\r\n"));
    const raw_response plain = edge.ask(edge.get(path));
    const raw_response known =
        edge.ask(edge.get(path, "Accept-Encoding: br\r\nIf-None-Match: \"x\", \"c0ffee-br\"\r\n"));

    EXPECT_EQ(coded.body, "br");
    EXPECT_EQ(coded.headers.at("content-encoding"), "br");
    EXPECT_EQ(coded.headers.at("vary"), "Accept-Encoding");
    EXPECT_EQ(coded.headers.at("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(plain.body, "plain js");
    EXPECT_EQ(plain.headers.count("content-encoding"), 0U);
    EXPECT_EQ(known.status, 304);
    EXPECT_EQ(known.headers.at("etag"), "\"c0ffee-br\"");
}

TEST(routes_over_http, given_a_finished_request_when_logged_then_its_text_is_not_in_the_line)
{
    running_edge edge;
    edge.ask(edge.get("/api/search?q=private+words"));
    ASSERT_TRUE(fakes::eventually([&] { return edge.log.count("request_finished") == 1; }));

    for (const auto& line : edge.log.lines()) {
        for (const auto& field : line.fields) {
            const auto* text = std::get_if<std::string>(&field.value);
            const std::string shown = text == nullptr ? "" : *text;
            EXPECT_EQ(shown.find("private"), std::string::npos);
            EXPECT_TRUE(field.key != "route" || shown == "/api/search") << shown;
        }
    }
}

}  // namespace parlance::edge_test
