#include <parlance/foundation/limits.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <gtest/gtest.h>

#include "unit/edge/running_edge.hpp"

#include <exception>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace parlance::edge_test {
namespace {

constexpr std::string_view no_turn = "0190f4a0-0000-7000-8000-000000000001";

class refusals : public testing::Test {
protected:
    void expect_refused(const std::string& request, int status, const std::string& detail = {})
    {
        const raw_response answer = edge_.ask(request);
        EXPECT_EQ(answer.status, status) << request.substr(0, 200) << "\n" << answer.body;
        EXPECT_TRUE(answer.is_whole);
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
        const std::string trace = answer.headers.at("x-trace-id");
        EXPECT_EQ(trace.size(), 32U);
        EXPECT_NE(answer.body.find("\"trace_id\":\"" + trace + "\""), std::string::npos);
        EXPECT_NE(answer.body.find("\"status\":" + std::to_string(status)), std::string::npos);
        EXPECT_NE(answer.body.find(detail), std::string::npos) << answer.body;
    }
    void expect_body_refused(std::string_view body, const std::string& detail)
    {
        expect_refused(edge_.post("/api/turns", body), 400, detail);
    }

    running_edge edge_;
};

}  // namespace

TEST_F(refusals, given_a_foreign_host_when_anything_is_asked_then_421)
{
    for (const char* path : {"/", "/api/me", "/openapi.json", "/api/turns/x/events", "/nothing"}) {
        expect_refused("GET " + std::string(path) + " HTTP/1.1\r\nHost: evil.example:80\r\n\r\n",
                       421, "only to localhost, 127.0.0.1 and [::1]");
    }
    expect_refused("GET / HTTP/1.1\r\n\r\n", 400, "Host header is missing");
}

TEST_F(refusals, given_a_foreign_page_when_it_posts_then_403)
{
    const std::string body = R"({"message_text":"x"})";
    expect_refused(edge_.post("/api/turns", body, "Origin: http://evil.example\r\n"), 403);
    expect_refused(edge_.post("/api/turns", body, "Sec-Fetch-Site: cross-site\r\n"), 403);
    expect_refused(edge_.post("/api/turns", body, "Sec-Fetch-Site: same-site\r\n"), 403);
    EXPECT_EQ(edge_.conversations.calls(fakes::conversation_operation::begin_turn), 0U);
}

TEST_F(refusals, given_a_wrong_content_type_when_posted_then_415)
{
    expect_refused(edge_.post("/api/turns", "{}", "Content-Type: text/plain\r\n"), 415);
    expect_refused(edge_.post("/api/search", "{}", "Content-Type: application/xml\r\n"), 415);
    expect_refused(edge_.post("/api/documents", "{}"), 415, "multipart/form-data");
}

TEST_F(refusals, given_a_wrong_path_or_method_when_asked_then_404_or_405)
{
    expect_refused(edge_.get("/api/nothing"), 404);
    expect_refused(edge_.get("/nothing"), 404);
    expect_refused(edge_.post("/api/nothing", "{}"), 404);
    const raw_response answer =
        edge_.ask("PUT /api/me HTTP/1.1\r\nHost: " + edge_.host() + "\r\n\r\n");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.headers.at("allow"), "GET, HEAD");
    expect_refused("BREW /api/turns HTTP/1.1\r\nHost: " + edge_.host() + "\r\n\r\n", 405);
    expect_refused("OPTIONS * HTTP/1.1\r\nHost: " + edge_.host() + "\r\n\r\n", 400);
}

TEST_F(refusals, given_unknown_query_parameters_when_asked_then_400_names_them)
{
    expect_refused(edge_.get("/api/me?a=1&b=2"), 400,
                   "a is not a known query parameter; b is not a known query parameter");
    expect_refused(edge_.get("/api/conversations?limit=201"), 400, "from 1 to 200");
    expect_refused(edge_.get("/api/search?q=x&limit=51"), 400, "from 1 to 50");
    expect_refused(edge_.get("/api/search"), 400, "q is missing");
}

TEST_F(refusals, given_a_body_that_is_wrong_when_posted_then_400_says_how)
{
    expect_body_refused("", "the body is empty");
    expect_body_refused("{", "not valid JSON");
    expect_body_refused("[]", "must be a JSON object");
    expect_body_refused("{}", "message_text is missing");
    expect_body_refused(R"({"message_text":"x","message_text":"y"})",
                        "message_text is given twice");
    expect_body_refused(R"({"message_text":" ","extra":1,"turn_id":"x"})",
                        "message_text must not be empty or only white space; turn_id must be a "
                        "UUID; extra is not a known field");
    expect_body_refused(R"({"message_text":"a\u0000b"})", "U+0000");
    expect_body_refused(R"({"message_text":"x","model":"none"})", "scripted");
    expect_body_refused(R"({"message_text":"x","turn_id":"b1f7d1b0-6f0e-4c52-9a63-5f5a1c0c7d11"})",
                        "version 7");
    expect_body_refused(R"({"message_text":"x","parent_turn_id":7})",
                        "parent_turn_id must be a string");
}

TEST_F(refusals, given_a_message_one_character_past_the_limit_when_posted_then_400_names_it)
{
    const std::string fits(limits::message_characters_max, 'a');

    expect_body_refused(R"({"message_text":")" + fits + "a\"}", "at most 32000 characters");
    const raw_response answer =
        edge_.ask(edge_.post("/api/search", R"({"message_text":")" + fits + "\"}"));
    EXPECT_EQ(answer.status, 200);
}

TEST_F(refusals, given_a_body_past_its_limit_when_posted_then_413)
{
    const std::string head = "POST /api/turns HTTP/1.1\r\nHost: " + edge_.host() +
                             "\r\nContent-Type: application/json\r\n";
    const std::string bytes = std::to_string(limits::json_body_bytes_max + 1);
    expect_refused(head + "Content-Length: " + bytes + "\r\n\r\n", 413,
                   std::to_string(limits::json_body_bytes_max));
    expect_refused(head + "Transfer-Encoding: chunked\r\n\r\n100001\r\n", 413);
}

TEST_F(refusals, given_a_head_past_its_limits_when_asked_then_431_or_414)
{
    const std::string much(limits::header_bytes_max, 'a');
    expect_refused(edge_.get("/", "X-Much: " + much + "\r\n"), 431);
    expect_refused(edge_.get("/" + std::string(limits::target_bytes_max, 'a')), 414);
}

TEST_F(refusals, given_an_unknown_id_when_asked_then_404)
{
    const std::string id(no_turn);
    expect_refused(edge_.get("/api/turns/" + id), 404);
    expect_refused(edge_.get("/api/turns/" + id + "/events"), 404);
    expect_refused(edge_.post("/api/turns/" + id + "/stop", "{}"), 404);
    expect_refused(edge_.get("/api/conversations/" + id), 404);
    expect_refused(edge_.get("/api/documents/" + id), 404);
    expect_refused(edge_.get("/api/turns/not-a-uuid"), 404, "ids are UUIDs");
    expect_refused(
        edge_.post("/api/turns", R"({"message_text":"x","conversation_id":")" + id + "\"}"), 404);
}

TEST_F(refusals, given_a_malformed_position_when_followed_then_400)
{
    const std::string path = "/api/turns/" + edge_.start_turn() + "/events";
    expect_refused(edge_.get(path + "?after=1"), 400, "after must be a position");
    expect_refused(edge_.get(path + "?after="), 400);
    expect_refused(edge_.get(path, "Last-Event-ID: -1.0\r\n"), 400, "Last-Event-ID");
    expect_refused(edge_.get(path + "?after=1.0", "Last-Event-ID: x\r\n"), 400, "Last-Event-ID");
}

TEST_F(refusals, given_a_store_without_room_when_asked_then_503_and_nothing_else)
{
    edge_.conversations.fail_next(
        fakes::conversation_operation::begin_turn,
        fail(fault::overloaded, "storage full: no room for the question"));
    expect_refused(edge_.post("/api/turns", R"({"message_text":"x"})"), 503, "storage full");
}

TEST_F(refusals, given_a_broken_store_when_asked_then_500_keeps_the_cause_to_the_log)
{
    edge_.conversations.fail_next(fakes::conversation_operation::list,
                                  fail(fault::internal, "table secret_name is gone"));

    const raw_response answer = edge_.ask(edge_.get("/api/conversations"));

    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("secret_name"), std::string::npos);
    EXPECT_EQ(edge_.log.count("request_failed"), 1U);
}

TEST_F(refusals, given_a_handler_that_throws_then_500_and_the_log_has_its_type_alone)
{
    const boost::system::system_error broken(boost::asio::error::broken_pipe, "secret_name");
    for (const auto& thrown : {std::make_exception_ptr(broken),
                               std::make_exception_ptr(std::runtime_error("secret_name"))}) {
        edge_.conversations.throw_next(fakes::conversation_operation::list, thrown);
        expect_refused(edge_.get("/api/conversations"), 500);
    }

    std::vector<std::string> reasons;
    for (const auto& line : edge_.log.lines()) {
        if (line.event != "request_failed") continue;
        reasons.push_back(std::get<std::string>(line.fields.at(1).value));
    }
    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_NE(reasons[0].find("system_error"), std::string::npos) << reasons[0];
    EXPECT_NE(reasons[1].find("std::runtime_error"), std::string::npos) << reasons[1];
    for (const std::string& reason : reasons) {
        EXPECT_EQ(reason.find("secret_name"), std::string::npos) << reason;
    }
}

TEST_F(refusals, given_a_malformed_request_when_read_then_400_and_the_connection_ends)
{
    raw_client client(edge_.port());
    client.send("GARBAGE\r\n\r\n" + edge_.get("/healthz"));

    const raw_response answer = client.read_response();

    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(refusals, given_both_lengths_when_read_then_400_and_the_connection_ends)
{
    raw_client client(edge_.port());
    client.send(edge_.post("/api/search", "{}", "Transfer-Encoding: chunked\r\n"));

    EXPECT_EQ(client.read_response().status, 400);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(refusals, given_a_get_with_a_body_when_asked_then_400)
{
    expect_refused(edge_.get("/api/me", "Content-Length: 2\r\n") + "{}", 400, "has no body");
}

}  // namespace parlance::edge_test
