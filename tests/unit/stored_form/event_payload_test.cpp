#include <parlance/stored_form/event_payload.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parlance::stored_form {
namespace {

knowledge::passage_id some_passage()
{
    return knowledge::passage_id::parse("01890a5d-ac96-774b-bcce-b302099a8057").value();
}

TEST(event_payload, given_each_kind_when_written_and_read_then_the_same)
{
    using std::string_literals::operator""s;
    const chat::tool_step step{"call-1", "search", chat::tool_phase::failed, "nul\0 \xff \"q\""s};
    const chat::citation cited{3, some_passage(), 12, 345};
    const language::usage used{7, 8, 9, true};

    const event_payload of_step = payload_of(step);
    const event_payload of_citation = payload_of(cited);
    const event_payload of_usage = payload_of(used);

    EXPECT_EQ(std::get<chat::tool_step>(event_from(of_step.kind, of_step.json).value()), step);
    EXPECT_EQ(std::get<chat::citation>(event_from(of_citation.kind, of_citation.json).value()),
              cited);
    const auto read = std::get<language::usage>(event_from(of_usage.kind, of_usage.json).value());
    EXPECT_EQ(read.prompt_tokens, 7);
    EXPECT_EQ(read.completion_tokens, 8);
    EXPECT_EQ(read.cached_tokens, 9);
    EXPECT_TRUE(read.is_estimated);
}

TEST(event_payload, given_what_is_no_event_when_read_then_internal)
{
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"dance", "{}"},
        {"tool", "[]"},
        {"tool", "{"},
        {"tool", R"({"call_id":"1","name":"n","phase":"begun","summary":""})"},
        {"tool", R"({"call_id":1,"name":"n","phase":"started","summary":""})"},
        {"citation", R"({"number":1,"passage":"x","quote_from":0,"quote_bytes":0})"},
        {"citation", R"({"number":1.5,"passage":"01890a5d-ac96-774b-bcce-b302099a8057",)"
                     R"("quote_from":0,"quote_bytes":0})"},
        {"usage", R"({"prompt_tokens":1})"}};

    for (const auto& [kind, text] : wrong) {
        const auto read = event_from(kind, text);

        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().kind, fault::internal);
    }
}

}  // namespace
}  // namespace parlance::stored_form
