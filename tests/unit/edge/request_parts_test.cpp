#include <parlance/edge/checks.hpp>
#include <parlance/edge/fields.hpp>
#include <parlance/edge/header_values.hpp>
#include <parlance/edge/routes.hpp>
#include <parlance/edge/target.hpp>
#include <parlance/edge/trace.hpp>
#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::edge {
namespace {

request with_headers(std::vector<header> headers)
{
    request made;
    made.headers = std::move(headers);
    return made;
}

int type_status(const std::string& type, body_kind wanted = body_kind::json)
{
    const auto checked = check_content_type(with_headers({{"content-type", type}}), wanted, true);
    return checked ? 200 : checked.error().status;
}

}  // namespace

TEST(target, given_an_encoded_target_when_parsed_then_it_is_decoded)
{
    const auto parsed = parse_target("/a/%C3%A9?q=a+b%2Bc&empty=&bare");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->path, "/a/é");
    ASSERT_EQ(parsed->query.size(), 3U);
    EXPECT_EQ(parsed->query[0].value, "a b+c");
    EXPECT_EQ(parsed->query[1].value, "");
    EXPECT_EQ(parsed->query[2].name, "bare");
}

TEST(target, given_an_absolute_form_when_parsed_then_its_authority_is_kept)
{
    const auto parsed = parse_target("http://localhost:8080?q=1");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->authority, "localhost:8080");
    EXPECT_EQ(parsed->path, "/");
}

TEST(target, given_a_malformed_target_when_parsed_then_it_is_refused)
{
    for (const char* raw : {"", "*", "a", "host:80", "/%", "/%2", "/%zz", "/%00", "/%ff", "/a%2fb",
                            "/?a=%", "/?a=1&a=2", "/?=1", "/?a&&b", "http://", "https://x/"}) {
        EXPECT_FALSE(parse_target(raw)) << raw;
    }
}

TEST(target, given_more_parameters_than_anybody_needs_when_parsed_then_it_is_refused)
{
    std::string raw = "/?";
    for (int made = 0; made < 33; ++made) raw += "p" + std::to_string(made) + "=1&";

    EXPECT_FALSE(parse_target(raw));
}

TEST(header_values, given_qualities_when_asked_then_the_most_specific_entry_counts)
{
    EXPECT_EQ(preference("gzip, br;q=0.5", "br"), 500);
    EXPECT_EQ(preference("br;q=0, *;q=0.3", "br"), 0);
    EXPECT_EQ(preference("br;q=0, *;q=0.3", "gzip"), 300);
    EXPECT_EQ(preference("text/*;q=0.2, */*;q=0.1", "text/event-stream"), 200);
    EXPECT_EQ(preference("Text/Event-Stream", "text/event-stream"), 1000);
    EXPECT_EQ(preference("gzip", "br"), std::nullopt);
    EXPECT_EQ(preference("", "br"), std::nullopt);
    for (const char* wrong : {"br;q=2", "br;q=1.5", "br;q=a", "br;q=0.1234", "br;q=1.001"}) {
        EXPECT_EQ(preference(wrong, "br"), 0) << wrong;
    }
}

TEST(header_values, given_parameters_when_parsed_then_quotes_are_undone)
{
    const auto parsed =
        parse_parameterised(R"(Form-Data; name="file"; filename="a\"b\\c\d;e.txt" )");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->value, "form-data");
    EXPECT_EQ(*parsed->find("filename"), R"(a"b\c\d;e.txt)");
    for (const char* wrong : {"a; b", "a; b=", "a; =c", "a; b=\"c", "a; b=\"c\"d", "a; b=c; B=d"}) {
        EXPECT_FALSE(parse_parameterised(wrong)) << wrong;
    }
}

TEST(header_values, given_entity_tags_when_compared_then_weak_and_any_count)
{
    EXPECT_TRUE(names_entity_tag("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(names_entity_tag("*", "\"b\""));
    EXPECT_FALSE(names_entity_tag("\"bb\"", "\"b\""));
    EXPECT_FALSE(names_entity_tag("", "\"b\""));
}

TEST(checks, given_a_content_type_when_checked_then_only_the_routes_own_passes)
{
    for (const char* fine : {"application/json", "Application/JSON; charset=UTF-8",
                             "application/json;charset=\"utf-8\""}) {
        EXPECT_EQ(type_status(fine), 200) << fine;
    }
    for (const char* wrong : {"", "text/plain", "application/x-www-form-urlencoded",
                              "application/json; charset=latin-1", "application/json; version=1",
                              "application/jsonx", "multipart/form-data; boundary=x"}) {
        EXPECT_EQ(type_status(wrong), 415) << wrong;
    }
    EXPECT_EQ(type_status("multipart/form-data; boundary=x", body_kind::file), 200);
    EXPECT_EQ(type_status("application/json", body_kind::file), 415);
    EXPECT_EQ(type_status("application/json", body_kind::none), 400);
    EXPECT_TRUE(check_content_type(with_headers({}), body_kind::json_or_nothing, false));
    EXPECT_FALSE(check_content_type(with_headers({}), body_kind::json_or_nothing, true));
}

TEST(checks, given_a_header_twice_or_another_expectation_when_checked_then_it_is_refused)
{
    EXPECT_FALSE(check_headers(with_headers({{"host", "a"}, {"host", "a"}})));
    EXPECT_FALSE(check_headers(with_headers({{"expect", "200-ok"}})));
    EXPECT_TRUE(check_headers(with_headers({{"expect", "100-Continue"}, {"x", "1"}, {"x", "2"}})));
}

TEST(routes, given_a_path_when_found_then_method_and_id_are_right)
{
    const auto events = find_route("GET", "/api/turns/abc/events");
    ASSERT_TRUE(events);
    EXPECT_EQ(events->is->pattern, "/api/turns/{id}/events");
    EXPECT_EQ(events->parts.id, "abc");
    EXPECT_EQ(find_route("HEAD", "/api/me")->is->pattern, "/api/me");
    EXPECT_EQ(find_route("GET", "/favicon.svg")->is->pattern, "*");
    EXPECT_EQ(find_route("GET", "/c/abc")->is->pattern, "/c/{id}");
}

TEST(routes, given_a_wrong_path_or_method_when_found_then_404_or_405_with_what_is_allowed)
{
    for (const char* path : {"/api", "/api/", "/api/turn", "/api/turns/", "/api/turns/a/b",
                             "/api/turns//stop", "/api/turns/a/events/"}) {
        EXPECT_EQ(find_route("GET", path).error().status, 404) << path;
    }
    EXPECT_EQ(find_route("POST", "/nothing").error().status, 404);
    const auto wrong = find_route("DELETE", "/api/documents");
    EXPECT_EQ(wrong.error().status, 405);
    EXPECT_EQ(wrong.error().allow, "POST, GET, HEAD");
    EXPECT_EQ(find_route("GET", "/api/turns").error().allow, "POST");
    EXPECT_EQ(find_route("POST", "/").error().allow, "GET, HEAD");
}

TEST(trace, given_a_traceparent_when_valid_then_its_trace_id_is_taken)
{
    const std::string id = "0af7651916cd43dd8448eb211c80319c";
    const auto asked = [](const std::string& value) {
        return asked_trace_id(with_headers({{"traceparent", value}}));
    };
    EXPECT_EQ(asked("00-" + id + "-b7ad6b7169203331-01"), id);
    EXPECT_EQ(asked("01-" + id + "-b7ad6b7169203331-01"), std::nullopt);
    EXPECT_EQ(asked("00-" + std::string(32, '0') + "-b7ad6b7169203331-01"), std::nullopt);
    EXPECT_EQ(asked("00-" + std::string(32, 'X') + "-b7ad6b7169203331-01"), std::nullopt);
    EXPECT_EQ(asked(""), std::nullopt);
}

TEST(fields, given_a_message_when_judged_then_the_limit_is_in_characters_and_named)
{
    std::string letters;
    for (std::size_t made = 0; made < limits::message_characters_max; ++made) letters += "é";
    EXPECT_EQ(objection_to_message(letters), std::nullopt);

    const auto objection = objection_to_message(letters + "é");

    EXPECT_EQ(objection, "must have at most 32000 characters; it has 32001");
    EXPECT_TRUE(objection_to_message(" \n\t"));
    EXPECT_TRUE(objection_to_message(""));
}

TEST(fields, given_a_page_when_read_then_the_limit_keeps_its_bounds)
{
    const auto status = [](const std::string& limit) {
        request asked;
        asked.to.query.push_back({"limit", limit});
        return read_page(asked).has_value();
    };
    EXPECT_TRUE(status(std::to_string(limits::page_items_max)));
    EXPECT_FALSE(status(std::to_string(limits::page_items_max + 1)));
    EXPECT_FALSE(status("0"));
    EXPECT_FALSE(status("-1"));
    EXPECT_FALSE(status("1x"));
    EXPECT_FALSE(status(""));
    EXPECT_EQ(read_page({})->limit, limits::page_items_default);
}

}  // namespace parlance::edge
