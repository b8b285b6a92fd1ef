#include <parlance/runtime/readable_log.hpp>

#include <fakes/manual_clock.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>

namespace parlance::runtime {
namespace {

/// The machine stands in India: its time is not UTC, and half an hour off.
class readable_log_test : public testing::Test {
protected:
    void SetUp() override { stand_in("IST-5:30"); }
    void TearDown() override { stand_in("UTC"); }

    static void stand_in(const char* zone)
    {
        setenv("TZ", zone, 1);
        tzset();
    }

    static std::string line(log_level level, std::string_view event,
                            std::initializer_list<log_field> fields,
                            log_colours colours = log_colours::none)
    {
        const fakes::manual_clock now;  // 22:13:20 in UTC
        return readable_line({now.wall(), level, event, fields}, colours);
    }
};

TEST_F(readable_log_test, given_an_event_when_shown_then_local_time_level_and_words)
{
    EXPECT_EQ(line(log_level::info, "turn_ended",
                   {{"state", "completed"},
                    {"ms", 12.345},
                    {"count", std::int64_t{-3}},
                    {"is_cited", true},
                    {"reason", "the disk is full"}}),
              "03:43:20 info    turn ended  state=completed  ms=12.3  count=-3  is cited=yes  "
              "reason=\"the disk is full\"\n");
    EXPECT_EQ(line(log_level::warn, "accept_paused", {}), "03:43:20 warning accept paused\n");
    EXPECT_EQ(line(log_level::error, "task_failed", {{"task", "pulse"}, {"detail", ""}}),
              "03:43:20 error   task failed  task=pulse\n");
}

TEST_F(readable_log_test, given_ids_when_shown_then_only_beside_what_went_wrong)
{
    EXPECT_EQ(line(log_level::info, "document_ready", {{"document_id", "d1"}, {"passages", 0.0}}),
              "03:43:20 info    document ready  passages=0.0\n");
    EXPECT_EQ(line(log_level::warn, "not_recorded", {{"document_id", "d1"}, {"detail", "x"}}),
              "03:43:20 warning not recorded  detail=x  document id=d1\n");
}

TEST_F(readable_log_test, given_requests_when_shown_then_only_those_that_failed)
{
    const auto finished = [](std::int64_t status) {
        return line(log_level::info, "request_finished", {{"status", status}, {"trace_id", "t"}});
    };

    EXPECT_EQ(finished(200), "");
    EXPECT_EQ(finished(304), "");
    EXPECT_EQ(finished(399), "");
    EXPECT_EQ(finished(400), "03:43:20 info    request finished  status=400\n");
    EXPECT_EQ(finished(500), "03:43:20 warning request finished  status=500  trace id=t\n");
}

TEST_F(readable_log_test, given_colours_when_shown_then_warnings_stand_out_and_the_text_is_the_same)
{
    const std::string warning =
        line(log_level::warn, "not_left", {{"reason", "x"}}, log_colours::ansi);

    EXPECT_EQ(warning,
              "\x1b[2m03:43:20\x1b[0m \x1b[1;33mwarning\x1b[0m \x1b[1mnot left\x1b[0m  "
              "\x1b[2mreason=\x1b[0mx\n");
}

TEST_F(readable_log_test, given_values_a_terminal_would_obey_when_shown_then_they_are_harmless)
{
    const std::string shown = line(
        log_level::warn, "odd\x1b[2J",
        {{"reason", "\x1b]52;c;eA==\x07 \u009B31m\nerror   forged\r"}, {"name\x1b", "a\u202Eb"}});

    EXPECT_EQ(shown,
              "03:43:20 warning odd\uFFFD[2J  reason=\"\uFFFD]52;c;eA==\uFFFD \uFFFD31m\uFFFDerror"
              "   forged\uFFFD\"  name\uFFFD=a\uFFFDb\n");
}

TEST_F(readable_log_test, given_numbers_without_end_when_shown_then_a_word)
{
    constexpr double largest = std::numeric_limits<double>::max();
    EXPECT_EQ(line(log_level::info, "odd",
                   {{"a", std::numeric_limits<double>::infinity()}, {"b", largest}}),
              "03:43:20 info    odd  a=inf  b=?\n");
}

TEST_F(readable_log_test, given_a_least_level_when_logged_below_it_then_nothing)
{
    const fakes::manual_clock now;
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&text, &size);
    readable_log log(now, out, {log_level::warn, log_colours::none});

    log.log(log_level::info, "quiet", {});
    log.log(log_level::error, "loud", {});

    std::fclose(out);
    EXPECT_EQ(std::string(text, size), "03:43:20 error   loud\n");
    std::free(text);  // NOLINT(cppcoreguidelines-no-malloc): open_memstream says so
}

}  // namespace
}  // namespace parlance::runtime
