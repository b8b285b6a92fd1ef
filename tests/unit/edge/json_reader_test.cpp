#include <parlance/edge/json_reader.hpp>
#include <parlance/edge/json_writer.hpp>
#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::edge {
namespace {

constexpr std::size_t depth_max = limits::json_depth_max;

std::string detail_of(const std::string& body)
{
    auto parsed = json_reader::parse(body, depth_max);
    return parsed ? "" : parsed.error().detail;
}

std::string nested(std::size_t depth)
{
    std::string text = R"({"a":)";
    text.append(depth - 1, '[').append(depth - 1, ']');
    return text + "}";
}

}  // namespace

TEST(json_reader, given_every_kind_of_field_when_read_then_each_is_given)
{
    auto body = json_reader::parse(R"( {"a":"é\n","n":7,"z":null} )", depth_max);
    ASSERT_TRUE(body);

    EXPECT_EQ(body->text("a"), "é\n");
    EXPECT_EQ(body->number("n", 1, 7), 7);
    EXPECT_TRUE(body->is_null("z"));
    EXPECT_FALSE(body->text("absent"));
    EXPECT_TRUE(body->check());
}

TEST(json_reader, given_several_mistakes_when_checked_then_all_are_named)
{
    auto body = json_reader::parse(R"({"a":1,"n":8,"extra":[],"more":{}})", depth_max);
    ASSERT_TRUE(body);
    body->required_text("a");
    body->required_text("missing");
    body->number("n", 1, 7);

    const auto checked = body->check();

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().status, 400);
    EXPECT_EQ(checked.error().detail,
              "a must be a string; missing is missing; n must be a whole number from 1 to 7; "
              "extra is not a known field; more is not a known field");
    EXPECT_EQ(checked.error().errors.size(), 5U);
}

TEST(json_reader, given_a_key_twice_when_parsed_then_it_is_refused_by_name)
{
    EXPECT_EQ(detail_of(R"({"a":1,"a":2})"), "a is given twice");
    EXPECT_EQ(detail_of(R"({"b":{"x":1,"\u0078":2}})"), "x is given twice");
    EXPECT_EQ(detail_of(R"({"a":{"x":1},"b":{"x":2}})"), "");
}

TEST(json_reader, given_no_object_when_parsed_then_it_says_so)
{
    EXPECT_EQ(detail_of(""), "the body is empty; it must be a JSON object");
    EXPECT_EQ(detail_of("[1]"), "the body must be a JSON object");
    EXPECT_EQ(detail_of("\"a\""), "the body must be a JSON object");
}

TEST(json_reader, given_malformed_json_when_parsed_then_it_is_refused)
{
    for (const char* body :
         {"{", "{\"a\"}", "{\"a\":1,}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}", "{} {}",
          "{\"a\":\"\xff\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\x01\"}",
          "\xef\xbb\xbf{}", "/**/{}"}) {
        EXPECT_TRUE(detail_of(body).starts_with("the body is not valid JSON: ")) << body;
    }
}

TEST(json_reader, given_one_level_too_many_when_parsed_then_it_is_refused)
{
    EXPECT_EQ(detail_of(nested(depth_max)), "");
    EXPECT_EQ(detail_of(nested(depth_max + 1)),
              "the body is nested deeper than " + std::to_string(depth_max));
}

TEST(json_reader, given_a_nul_in_a_text_when_read_then_it_is_a_mistake)
{
    auto body = json_reader::parse(R"({"a":"x\u0000y"})", depth_max);
    ASSERT_TRUE(body);

    EXPECT_FALSE(body->text("a"));
    EXPECT_EQ(body->check().error().detail, "a must not hold the character U+0000");
}

TEST(json_reader, given_a_number_that_is_no_whole_one_when_read_then_it_is_a_mistake)
{
    for (const char* value : {"1.0", "1e0", "18446744073709551615", "-1", "\"1\"", "null"}) {
        auto body = json_reader::parse("{\"n\":" + std::string(value) + "}", depth_max);
        ASSERT_TRUE(body);
        EXPECT_FALSE(body->number("n", 0, 10)) << value;
        EXPECT_FALSE(body->check()) << value;
    }
}

TEST(json_writer, given_text_that_needs_escapes_when_written_then_it_reads_back_the_same)
{
    const std::string text = "quote \" slash \\ line\n tab\t bell\x07 ü 漢 😀 \x7f";
    json_writer to;
    to.object().text_field("a", text).number_field("n", -3).flag_field("f", true).key("z").null();
    to.key("l").array().number(1).number(2).end_array().end_object();

    const std::string written = to.take();
    auto body = json_reader::parse(written, depth_max);

    ASSERT_TRUE(body) << written;
    EXPECT_EQ(body->text("a"), text);
    EXPECT_EQ(body->number("n", -10, 0), -3);
    EXPECT_TRUE(written.ends_with(R"(,"f":true,"z":null,"l":[1,2]})"));
}

}  // namespace parlance::edge
