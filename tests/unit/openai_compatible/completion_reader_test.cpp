#include <parlance/openai_compatible/wire/completion_reader.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parlance::openai_compatible::wire {
namespace {

// As Azure sends it: prompt filter first, a choice without delta after the end, then the usage.
constexpr std::string_view whole =
    R"(data: {"id":"","choices":[],"prompt_filter_results":[{"prompt_index":0}],"usage":null})"
    "\r\n\r\n: alive\r\n\r\n"
    R"(data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null}}]})"
    "\n\n"
    R"(data: {"choices":[{"delta":{"content":"Gr\u00fc\u00dfe "},"finish_reason":null}]})"
    "\n\n"
    "data: {\"choices\":[{\"delta\":{\"content\":\"K\xC3\xB6ln \\ud83d\\ude42 \\\"x\\\"\"}}]}\n\n"
    R"(data: {"choices":[{"delta":{},"finish_reason":"stop"}]})"
    "\n\n"
    R"(data: {"choices":[{"index":0,"content_filter_offsets":{"check_offset":44}}]})"
    "\n\n"
    R"(data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,)"
    R"("prompt_tokens_details":{"cached_tokens":8}}})"
    "\n\ndata: [DONE]\n\n";
constexpr std::string_view text =
    "Gr\xC3\xBC\xC3\x9F"
    "e K\xC3\xB6ln \xF0\x9F\x99\x82 \"x\"";

std::string event_with(std::string_view json)
{
    return "data: " + std::string(json) + "\n\n";
}

std::string event_saying(std::string_view words)
{
    return event_with(R"({"choices":[{"delta":{"content":")" + std::string(words) + R"("}}]})");
}

TEST(completion_reader, given_every_split_when_read_then_the_same_text_and_cost)
{
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        completion_reader reader;
        ASSERT_TRUE(reader.feed(whole.substr(0, cut)));
        std::string read = reader.take_text();
        ASSERT_TRUE(reader.feed(whole.substr(cut)));
        read += reader.take_text();

        ASSERT_EQ(read, text) << "cut at " << cut;
        ASSERT_TRUE(reader.is_finished());
        ASSERT_TRUE(reader.end());
        ASSERT_TRUE(reader.used());
        EXPECT_EQ(reader.used()->prompt_tokens, 12);
        EXPECT_EQ(reader.used()->completion_tokens, 3);
        EXPECT_EQ(reader.used()->cached_tokens, 8);
    }
}

TEST(completion_reader, given_one_byte_at_a_time_when_read_then_the_same_text)
{
    completion_reader reader;
    std::string read;
    for (const char byte : whole) {
        ASSERT_TRUE(reader.feed({&byte, 1}));
        read += reader.take_text();
    }

    EXPECT_EQ(read, text);
    EXPECT_TRUE(reader.is_finished());
}

TEST(completion_reader, given_no_finish_reason_when_ended_then_upstream_unavailable)
{
    completion_reader reader;
    ASSERT_TRUE(reader.feed(event_saying("half")));

    const auto ended = reader.end();

    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(reader.take_text(), "half");
}

TEST(completion_reader, given_a_finish_reason_but_no_done_when_ended_then_complete)
{
    completion_reader reader;
    ASSERT_TRUE(reader.feed(event_with(R"({"choices":[{"delta":{},"finish_reason":"stop"}]})")));

    EXPECT_FALSE(reader.is_finished());
    EXPECT_TRUE(reader.is_complete());
    EXPECT_TRUE(reader.end());
    EXPECT_FALSE(reader.used());
}

TEST(completion_reader, given_broken_json_after_text_when_read_then_the_text_is_kept)
{
    completion_reader reader;

    const auto fed = reader.feed(event_saying("kept") + "data: {\"choices\":[{\"del\n\n" +
                                 event_saying(" not read"));

    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().kind, fault::upstream_unavailable);
    EXPECT_EQ(reader.take_text(), "kept");
    EXPECT_FALSE(reader.feed("data: [DONE]\n\n"));
    EXPECT_FALSE(reader.end());
}

TEST(completion_reader, given_invalid_utf8_when_read_then_refused)
{
    completion_reader reader;

    EXPECT_FALSE(reader.feed(event_saying("\xC3(")));
    EXPECT_EQ(reader.take_text(), "");
}

TEST(completion_reader, given_half_a_surrogate_pair_when_read_then_refused)
{
    completion_reader reader;

    EXPECT_FALSE(reader.feed(event_saying("\\ud83d")));
}

TEST(completion_reader, given_an_error_event_when_read_then_its_kind_follows_the_code)
{
    const auto kind_of = [](std::string_view json) {
        completion_reader reader;
        const auto fed = reader.feed(event_with(json));
        return fed ? fault::cancelled : fed.error().kind;
    };

    EXPECT_EQ(kind_of(R"({"error":{"message":"boom","code":null}})"), fault::upstream_unavailable);
    EXPECT_EQ(kind_of(R"({"error":"boom"})"), fault::upstream_unavailable);
    EXPECT_EQ(kind_of(R"({"error":{"code":"rate_limit_exceeded"}})"), fault::overloaded);
    EXPECT_EQ(kind_of(R"({"error":{"code":"content_filter"}})"), fault::upstream_rejected);
    EXPECT_EQ(kind_of(R"({"error":null,"choices":[]})"), fault::cancelled) << "null is no error";
}

TEST(completion_reader, given_a_content_filter_finish_when_read_then_rejected_and_text_kept)
{
    completion_reader reader;

    const auto fed =
        reader.feed(event_saying("until here") +
                    event_with(R"({"choices":[{"delta":{},"finish_reason":"content_filter"}]})"));

    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().kind, fault::upstream_rejected);
    EXPECT_EQ(reader.take_text(), "until here");
}

TEST(completion_reader, given_members_of_other_types_when_read_then_they_are_passed_over)
{
    completion_reader reader;
    for (const std::string_view odd :
         {R"(7)", R"([])", R"({"choices":{}})", R"({"choices":[null]})",
          R"({"choices":[{"delta":7}]})",
          R"({"choices":[{"delta":{"content":["a"]},"finish_reason":1}]})",
          R"({"usage":{"prompt_tokens":-1,"completion_tokens":"2"}})"}) {
        EXPECT_TRUE(reader.feed(event_with(odd))) << odd;
    }

    EXPECT_EQ(reader.take_text(), "");
    EXPECT_FALSE(reader.used());
    EXPECT_FALSE(reader.is_complete());
}

TEST(completion_reader, given_json_nested_too_deep_when_read_then_refused)
{
    completion_reader reader;
    const std::string deep = std::string(40, '[') + std::string(40, ']');

    EXPECT_FALSE(reader.feed(event_with(deep)));
}

TEST(completion_reader, given_an_event_past_the_limit_when_read_then_refused)
{
    completion_reader reader;

    const auto fed = reader.feed("data: " + std::string(egress::event_bytes_max, 'a'));

    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().kind, fault::upstream_unavailable);
}

TEST(completion_reader, given_bytes_after_done_when_read_then_they_are_ignored)
{
    completion_reader reader;

    EXPECT_TRUE(reader.feed("data: [DONE]\n\n" + event_saying("late") + "data: {broken\n\n"));
    EXPECT_TRUE(reader.feed(event_saying("later")));

    EXPECT_EQ(reader.take_text(), "");
    EXPECT_TRUE(reader.end());
}

}  // namespace
}  // namespace parlance::openai_compatible::wire
