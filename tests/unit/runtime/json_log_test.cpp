#include <parlance/runtime/json_log.hpp>

#include <fakes/manual_clock.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <sstream>
#include <thread>
#include <vector>

namespace parlance::runtime {
namespace {

/// What was written to a FILE* in memory.
class written_lines {
public:
    written_lines() : file_(open_memstream(&text_, &size_)) {}
    ~written_lines()
    {
        std::fclose(file_);
        std::free(text_);  // NOLINT(cppcoreguidelines-no-malloc): open_memstream says so
    }
    written_lines(const written_lines&) = delete;
    written_lines& operator=(const written_lines&) = delete;

    std::FILE* file() { return file_; }
    std::string text()
    {
        std::fflush(file_);
        return {text_, size_};
    }

private:
    char* text_ = nullptr;
    std::size_t size_ = 0;
    std::FILE* file_;
};

TEST(json_log_test, given_fields_of_every_kind_when_logged_then_one_line_of_json)
{
    const fakes::manual_clock now;
    written_lines out;
    json_log log(now, out.file(), log_level::info);

    log.log(log_level::warn, "turn_ended",
            {{"state", "stopped"}, {"count", std::int64_t{-3}}, {"ok", true}, {"share", 0.5}});

    EXPECT_EQ(out.text(),
              "{\"time\":\"2023-11-14T22:13:20.000Z\",\"level\":\"warn\",\"event\":\"turn_ended\","
              "\"state\":\"stopped\",\"count\":-3,\"ok\":true,\"share\":0.500000}\n");
}

TEST(json_log_test, given_a_least_level_when_logged_below_it_then_nothing)
{
    const fakes::manual_clock now;
    written_lines out;
    json_log log(now, out.file(), log_level::warn);

    log.log(log_level::debug, "a", {});
    log.log(log_level::info, "b", {});
    log.log(log_level::warn, "c", {});
    log.log(log_level::error, "d", {});

    EXPECT_EQ(out.text().find("\"a\""), std::string::npos);
    EXPECT_EQ(out.text().find("\"b\""), std::string::npos);
    EXPECT_NE(out.text().find("\"level\":\"warn\",\"event\":\"c\""), std::string::npos);
    EXPECT_NE(out.text().find("\"level\":\"error\",\"event\":\"d\""), std::string::npos);
}

TEST(json_log_test, given_numbers_json_has_no_word_for_when_logged_then_null)
{
    const fakes::manual_clock now;
    written_lines out;
    json_log log(now, out.file(), log_level::info);

    log.log(log_level::info, "odd",
            {{"a", std::numeric_limits<double>::quiet_NaN()},
             {"b", std::numeric_limits<double>::infinity()}});

    EXPECT_TRUE(out.text().ends_with("\"a\":null,\"b\":null}\n")) << out.text();
}

TEST(json_log_test, given_quotes_and_control_characters_when_written_then_escaped)
{
    EXPECT_EQ(json_string("a\"b\\c\n\t\x01\x1F\x7F/é"),
              "\"a\\\"b\\\\c\\u000a\\u0009\\u0001\\u001f\x7F/é\"");
    EXPECT_EQ(json_string(std::string_view("\0", 1)), "\"\\u0000\"");
    EXPECT_EQ(json_string(""), "\"\"");
}

TEST(json_log_test, given_bytes_that_are_no_utf8_when_written_then_replaced_and_the_rest_escaped)
{
    EXPECT_EQ(json_string("a\xFF\"\n"), "\"a\xEF\xBF\xBD\\\"\\u000a\"");
    EXPECT_EQ(json_string("\xC3"), "\"\xEF\xBF\xBD\"");
}

TEST(json_log_test, given_many_threads_when_they_log_then_every_line_is_whole)
{
    const fakes::manual_clock now;
    written_lines out;
    json_log log(now, out.file(), log_level::info);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&log] {
            for (int one = 0; one < 100; ++one) log.log(log_level::info, "tick", {{"k", "v"}});
        });
    }
    for (std::thread& writer : writers) writer.join();

    std::istringstream lines(out.text());
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        ASSERT_TRUE(line.starts_with("{\"time\":") && line.ends_with("\"k\":\"v\"}")) << line;
    }
    EXPECT_EQ(count, 400);
}

}  // namespace
}  // namespace parlance::runtime
