#include <parlance/openai_compatible/wire/problem.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

namespace parlance::openai_compatible::wire {
namespace {

using std::chrono_literals::operator""ms;

TEST(problem, given_a_status_when_read_then_the_fault_names_the_reaction)
{
    const std::pair<int, fault> expected[] = {
        {301, fault::upstream_rejected},    {400, fault::upstream_rejected},
        {401, fault::upstream_rejected},    {403, fault::upstream_rejected},
        {404, fault::upstream_rejected},    {408, fault::upstream_unavailable},
        {409, fault::upstream_unavailable}, {418, fault::upstream_rejected},
        {429, fault::overloaded},           {500, fault::upstream_unavailable},
        {502, fault::upstream_unavailable}, {503, fault::upstream_unavailable}};
    for (const auto& [status, kind] : expected) {
        EXPECT_EQ(problem_of(status, "<html>", std::nullopt).kind, kind) << status;
    }
}

TEST(problem, given_settings_at_fault_when_read_then_the_detail_names_them)
{
    const auto unknown_model = problem_of(404, R"({"error":{"message":"no model x"}})", {});
    const auto wrong_key = problem_of(401, "", {});

    EXPECT_NE(unknown_model.detail.find("OPENAI_MODEL"), std::string::npos);
    EXPECT_EQ(unknown_model.detail.find("no model x"), std::string::npos);
    EXPECT_NE(wrong_key.detail.find("OPENAI_API_KEY"), std::string::npos);
}

TEST(problem, given_a_pause_when_busy_then_it_is_kept_and_otherwise_not)
{
    EXPECT_EQ(problem_of(429, "", 40ms).retry_after, 40ms);
    EXPECT_EQ(problem_of(503, "", 40ms).retry_after, 40ms);
    EXPECT_EQ(problem_of(400, "", 40ms).retry_after, std::nullopt);
}

TEST(problem, given_no_credit_left_when_429_then_no_pause_helps)
{
    const auto read = problem_of(429, R"({"error":{"code":"insufficient_quota"}})", 40ms);

    EXPECT_EQ(read.kind, fault::upstream_rejected);
    EXPECT_EQ(read.retry_after, std::nullopt);
}

TEST(problem, given_a_filtered_prompt_when_400_then_the_detail_says_so)
{
    const auto read = problem_of(
        400, R"({"error":{"code":"content_filter","param":"prompt","message":"m"}})", {});

    EXPECT_EQ(read.kind, fault::upstream_rejected);
    EXPECT_NE(read.detail.find("content filter"), std::string::npos);
}

TEST(problem, given_codes_and_types_when_read_then_words_are_told_and_nothing_else)
{
    const std::pair<std::string, std::string> expected[] = {
        {R"({"code":"context_length_exceeded","type":"invalid_request_error"})",
         " (context_length_exceeded)"},
        {R"({"code":null,"type":"invalid_request_error"})", " (invalid_request_error)"},
        {R"({"code":400,"type":"BadRequestError"})", " (BadRequestError)"},
        {R"({"code":"planted words","type":"server_error"})", " (server_error)"},
        {R"({"code":"planted","message":"planted2"})", " (planted)"},
        {R"({"code":"planted7","type":"planted:","param":"planted"})", ""},
        {R"({"code":"planted\nplanted","type":{"planted":1}})", ""},
        {R"({"code":")" + std::string(49, 'p') + R"("})", ""},
        {R"({"code":")" + std::string(48, 'p') + R"("})", " (" + std::string(48, 'p') + ")"},
        {R"("planted")", ""}};
    for (const auto& [reported, code] : expected) {
        const auto read = problem_of(400, R"({"error":)" + reported + "}", {});
        EXPECT_EQ(read.detail, "the model's server refuses the request with status 400" + code)
            << reported;
    }
}

TEST(problem, given_what_a_proxy_may_have_said_when_read_then_the_setting_is_named_and_no_key)
{
    const auto by = answered_by::server_or_proxy;
    const auto page = problem_of(403, "<html>planted</html>", {}, by);
    const auto of_server = problem_of(403, R"({"error":{"code":"forbidden"}})", {}, by);

    EXPECT_NE(page.detail.find("PARLANCE_HTTPS_PROXY"), std::string::npos) << page.detail;
    EXPECT_EQ(page.detail.find("OPENAI"), std::string::npos) << page.detail;
    EXPECT_EQ(page.detail.find("planted"), std::string::npos) << page.detail;
    EXPECT_EQ(of_server.detail.find("PARLANCE_HTTPS_PROXY"), std::string::npos);
}

TEST(problem, given_odd_bodies_when_read_then_only_the_status_counts)
{
    for (const char* body : {"", "null", "[]", R"({"error":[]})", R"({"error":{"message":7}})",
                             "{\"error\":{\"message\":\"\xFF\"}}"}) {
        EXPECT_EQ(problem_of(500, body, {}).detail, "the model's server answers with status 500")
            << body;
    }
}

}  // namespace
}  // namespace parlance::openai_compatible::wire
