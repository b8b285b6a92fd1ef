#include <parlance/edge/assets.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/response.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::edge {
namespace {

const asset page{"/a.js", "text/javascript", "hash", "identity", "br", "gz"};

std::string coding_for(std::string_view accepted)
{
    return std::string(choose_representation(page, accepted).coding);
}

}  // namespace

TEST(problem, given_every_fault_when_made_then_its_status_is_the_tables)
{
    const auto status = [](fault kind, const char* detail = "why") {
        return problem(fail(kind, detail)).status;
    };
    EXPECT_EQ(status(fault::invalid_request), 400);
    EXPECT_EQ(status(fault::unauthenticated), 401);
    EXPECT_EQ(status(fault::forbidden), 403);
    EXPECT_EQ(status(fault::not_found), 404);
    EXPECT_EQ(status(fault::conflict), 409);
    EXPECT_EQ(status(fault::quota_exceeded), 429);
    EXPECT_EQ(status(fault::overloaded), 503);
    EXPECT_EQ(status(fault::overloaded, "storage full: /data"), 503);
    EXPECT_EQ(status(fault::upstream_unavailable), 502);
    EXPECT_EQ(status(fault::upstream_rejected), 422);
    EXPECT_EQ(status(fault::deadline_exceeded), 504);
    EXPECT_EQ(status(fault::cancelled), 503);
    EXPECT_EQ(status(fault::internal), 500);
}

TEST(problem, given_a_refusal_when_written_then_it_is_the_contracts_shape)
{
    problem what = refuse_fields({{"a", "is missing"}});
    what.retry_after = std::chrono::milliseconds(1'500);

    EXPECT_EQ(problem_json(what, "abc"),
              R"({"type":"about:blank","title":"Bad Request","status":400,)"
              R"("fault":"invalid_request","detail":"a is missing","trace_id":"abc",)"
              R"("retry_after_ms":1500,"errors":[{"field":"a","message":"is missing"}]})");
}

TEST(response, given_a_problem_with_a_pause_when_formatted_then_seconds_are_rounded_up)
{
    problem what = refuse(503, "busy");
    what.retry_after = std::chrono::milliseconds(1'001);

    const std::string head =
        format_head(problem_response(what, "abc"), {}, "abc", wall_time(std::chrono::seconds(0)));

    EXPECT_TRUE(
        head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"
                         "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"));
    EXPECT_NE(head.find("\r\nretry-after: 2\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nX-Trace-Id: abc\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nX-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nCross-Origin-Resource-Policy: same-origin\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nCache-Control: no-store\r\n"), std::string::npos);
}

TEST(assets, given_accept_encoding_when_chosen_then_quality_and_size_decide)
{
    EXPECT_EQ(coding_for("gzip, deflate, br"), "br");
    EXPECT_EQ(coding_for("gzip"), "gzip");
    EXPECT_EQ(coding_for("br;q=0.5, gzip;q=0.8"), "gzip");
    EXPECT_EQ(coding_for("br;q=0, gzip;q=0"), "");
    EXPECT_EQ(coding_for(""), "");
    EXPECT_EQ(coding_for("*"), "br");
    EXPECT_EQ(coding_for("identity"), "");
    EXPECT_EQ(coding_for("identity, br;q=0.5"), "");
    EXPECT_EQ(coding_for("zstd"), "");
}

TEST(assets, given_an_asset_without_codings_when_chosen_then_identity)
{
    const asset bare{"/a.png", "image/png", "hash", "identity", "", ""};

    EXPECT_EQ(choose_representation(bare, "br, gzip").bytes, "identity");
}

TEST(assets, given_codings_when_chosen_then_their_entity_tags_differ)
{
    EXPECT_EQ(choose_representation(page, "").entity_tag, "\"hash\"");
    EXPECT_EQ(choose_representation(page, "br").entity_tag, "\"hash-br\"");
    EXPECT_EQ(choose_representation(page, "gzip").entity_tag, "\"hash-gzip\"");
}

}  // namespace parlance::edge
