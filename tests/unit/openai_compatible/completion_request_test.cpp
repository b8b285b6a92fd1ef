#include <parlance/openai_compatible/wire/completion_request.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace parlance::openai_compatible::wire {
namespace {

TEST(completion_request, given_a_prompt_when_written_then_the_wire_has_its_messages_in_order)
{
    config to;
    to.base_url = "https://host/v1";
    to.model = "m \"1\"";
    language::prompt asked;
    asked.history.push_back({"first question", "first answer"});
    asked.question = "How much \xE2\x82\xAC?";
    asked.sources.push_back({1, "Travel", "page 2", "At most 150."});

    const egress::request call = completion_request(to, asked);

    EXPECT_EQ(call.verb, egress::method::post);
    EXPECT_EQ(call.url, "https://host/v1/chat/completions");
    EXPECT_EQ(call.silence_timeout, to.first_delta_timeout);
    const boost::json::value body = boost::json::parse(call.body);
    EXPECT_EQ(body.at("model").as_string(), "m \"1\"");
    EXPECT_TRUE(body.at("stream").as_bool());
    EXPECT_TRUE(body.at("stream_options").at("include_usage").as_bool());
    const auto& messages = body.at("messages").as_array();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_EQ(messages[0].at("role").as_string(), "system");
    EXPECT_EQ(messages[1].at("role").as_string(), "user");
    EXPECT_EQ(messages[2].at("role").as_string(), "assistant");
    EXPECT_EQ(messages[2].at("content").as_string(), "first answer");
    const std::string last(messages[3].at("content").as_string().c_str());
    EXPECT_NE(last.find("At most 150."), std::string::npos);
    EXPECT_NE(last.find("How much \xE2\x82\xAC?"), std::string::npos);
}

TEST(completion_request, given_a_key_when_written_then_it_is_not_in_the_request)
{
    config to;
    to.base_url = "https://host/v1";
    to.model = "m";
    to.key = std::make_shared<const secret>(std::string("sk-very-secret"));

    const egress::request call = completion_request(to, language::prompt());

    EXPECT_EQ(call.body.find("sk-very-secret"), std::string::npos);
    EXPECT_TRUE(std::none_of(call.headers.begin(), call.headers.end(), [](const auto& one) {
        return one.value.find("sk-very-secret") != std::string::npos;
    }));
}

}  // namespace
}  // namespace parlance::openai_compatible::wire
