#include <parlance/child_process/child_process_extractor.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <fakes/run.hpp>

#include <gtest/gtest.h>
#include <fakes/places.hpp>

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace parlance::child_process {
namespace {

const std::string real_worker = fakes::program_folder() + "/parlance-extract";
const std::string bad_worker = fakes::program_folder() + "/parlance_misbehaving_worker";
const std::string takes_too_long = "The file takes longer to read than is allowed.";

class extractor_test : public testing::Test {
protected:
    result<knowledge::extracted_text> extract(const std::string& program, std::string name,
                                              std::string bytes, call_scope scope = {})
    {
        child_process_extractor reader({program, time_max}, pool);
        return fakes::run(reader.extract(std::move(scope), std::move(name), std::move(bytes)));
    }
    void expect_refused(const std::string& name, const std::string& reason)
    {
        const auto text = extract(bad_worker, name, std::string(1'000'000, 'x'));
        ASSERT_FALSE(text) << name;
        EXPECT_EQ(text.error().kind, fault::upstream_rejected) << name;
        EXPECT_EQ(text.error().detail, reason) << name;
    }

    std::chrono::milliseconds time_max{60'000};
    runtime::blocking_pool pool{2, 16};
};

TEST_F(extractor_test, given_the_real_worker_when_a_page_is_read_then_its_text)
{
    const auto text = extract(real_worker, "a.html", "<title>T</title><h2>Care</h2><p>Wax.</p>");

    ASSERT_TRUE(text) << text.error().detail;
    EXPECT_EQ(text->title, "T");
    ASSERT_EQ(text->blocks.size(), 1U);
    EXPECT_EQ(text->blocks[0].headings, (std::vector<std::string>{"Care"}));
    EXPECT_EQ(text->blocks[0].text, "Wax.");
}

TEST_F(extractor_test, given_the_real_worker_when_an_old_encoding_is_read_then_decoded)
{
    const auto text = extract(real_worker, "a.txt", "The caf\xE9 costs 5 \x80 a day.");

    ASSERT_TRUE(text) << text.error().detail;
    EXPECT_EQ(text->blocks.at(0).text, "The café costs 5 € a day.");
}

TEST_F(extractor_test, given_the_real_worker_when_the_file_is_large_then_read)
{
    std::string bytes;
    for (int line = 0; bytes.size() < 3'000'000; ++line) {
        bytes += "What was written down on day " + std::to_string(line) + ".\n\n";
    }

    const auto text = extract(real_worker, "a.txt", std::move(bytes));

    ASSERT_TRUE(text) << text.error().detail;
    EXPECT_GT(text->blocks.at(0).text.size(), 2'900'000U);
}

TEST_F(extractor_test, given_files_that_cannot_be_read_when_read_then_the_workers_sentence)
{
    EXPECT_EQ(extract(real_worker, "a.bin", "x").error().detail,
              "This file type cannot be read yet.");
    EXPECT_EQ(extract(real_worker, "a.txt", "").error().detail, "Empty: there is nothing to read.");
    EXPECT_EQ(extract(real_worker, "a\nb.txt", std::string("ab\0c\1", 5)).error().detail,
              "The file is not text.");
}

TEST_F(extractor_test, given_a_worker_that_refuses_when_read_then_only_a_plain_line_is_shown)
{
    expect_refused("refuses", "It is a picture of a cat.");
    expect_refused("refuses oddly", "The file could not be read.");
}

TEST_F(extractor_test, given_a_worker_that_dies_when_read_then_another_try_may_help)
{
    for (const char* name : {"crashes", "is killed", "reads nothing"}) {
        const auto text = extract(bad_worker, name, std::string(1'000'000, 'x'));
        ASSERT_FALSE(text) << name;
        EXPECT_EQ(text.error().kind, fault::internal) << name;
    }
}

TEST_F(extractor_test, given_a_worker_past_a_limit_when_read_then_that_is_told)
{
    expect_refused("spins", takes_too_long);  // ended by its limit of processor time
    expect_refused("calls what it may not",
                   "Reading the file was stopped: it does what files may not.");
}

TEST_F(extractor_test, given_a_worker_that_writes_without_end_when_read_then_cut_off)
{
    expect_refused("floods", "There is more text in the file than can be read.");
}

TEST_F(extractor_test, given_a_worker_that_hangs_when_its_time_is_over_then_killed)
{
    time_max = std::chrono::milliseconds(200);

    expect_refused("hangs", takes_too_long);
    expect_refused("hangs silently", takes_too_long);
}

TEST_F(extractor_test, given_a_deadline_of_the_caller_when_it_comes_first_then_killed)
{
    call_scope scope;
    scope.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);

    EXPECT_EQ(extract(bad_worker, "hangs", "x", scope).error().detail, takes_too_long);
}

TEST_F(extractor_test, given_stop_when_a_worker_hangs_then_cancelled_at_once)
{
    std::stop_source stop;
    call_scope scope;
    scope.stop = stop.get_token();
    std::thread stopping([&stop] { stop.request_stop(); });
    const auto start = std::chrono::steady_clock::now();

    const auto text = extract(bad_worker, "hangs", std::string(1'000'000, 'x'), scope);

    stopping.join();
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, fault::cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - start, time_max / 2);
}

TEST_F(extractor_test, given_an_answer_that_was_not_agreed_when_read_then_internal)
{
    EXPECT_EQ(extract(bad_worker, "odd", "x").error().kind, fault::internal);
}

TEST_F(extractor_test, given_no_worker_when_read_then_internal)
{
    EXPECT_EQ(extract("/nowhere/parlance-extract", "a.txt", "x").error().kind, fault::internal);
}

TEST_F(extractor_test, given_open_files_when_a_worker_starts_then_it_inherits_none)
{
    expect_refused("alone", "alone");
}

TEST_F(extractor_test, given_many_files_when_read_then_no_descriptor_is_left_open)
{
    const auto open_descriptors = [] {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return std::distance(begin(all), end(all));
    };
    ASSERT_FALSE(extract(bad_worker, "crashes", "x"));
    const auto before = open_descriptors();

    for (int file = 0; file < 5; ++file) ASSERT_FALSE(extract(bad_worker, "refuses", "x"));

    EXPECT_EQ(open_descriptors(), before);
}

}  // namespace
}  // namespace parlance::child_process
