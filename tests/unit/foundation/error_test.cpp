#include <parlance/foundation/error.hpp>

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <stdexcept>

namespace parlance {
namespace {

constexpr std::array<fault, 12> every_fault{fault::invalid_request,   fault::unauthenticated,
                                            fault::forbidden,         fault::not_found,
                                            fault::conflict,          fault::quota_exceeded,
                                            fault::overloaded,        fault::upstream_unavailable,
                                            fault::upstream_rejected, fault::deadline_exceeded,
                                            fault::cancelled,         fault::internal};

TEST(error_test, given_every_fault_when_named_and_read_then_it_is_the_same)
{
    std::set<std::string_view> names;
    for (const fault kind : every_fault) {
        names.insert(name_of(kind));

        EXPECT_EQ(fault_named(name_of(kind)), kind);
    }
    EXPECT_EQ(names.size(), every_fault.size());
}

TEST(error_test, given_an_unknown_name_when_read_then_nothing)
{
    EXPECT_FALSE(fault_named("Not_Found"));
    EXPECT_FALSE(fault_named(""));
}

TEST(error_test, given_a_failure_when_made_then_it_knows_where)
{
    const error made = fail(fault::conflict, "taken");

    EXPECT_EQ(made.kind, fault::conflict);
    EXPECT_EQ(made.detail, "taken");
    EXPECT_NE(std::string_view(made.where.file_name()).find("error_test.cpp"),
              std::string_view::npos);
}

TEST(error_test, given_a_cause_when_context_is_added_then_kind_and_pause_stay)
{
    error cause = fail(fault::overloaded, "busy");
    cause.retry_after = std::chrono::milliseconds(5);

    const error wrapped = while_doing("reading", cause);

    EXPECT_EQ(wrapped.detail, "reading: busy");
    EXPECT_EQ(wrapped.kind, fault::overloaded);
    EXPECT_EQ(wrapped.retry_after, std::chrono::milliseconds(5));
}

TEST(error_test, given_a_failed_result_when_its_value_is_read_then_it_throws_with_the_detail)
{
    const result<int> failed = fail(fault::not_found, "no such thing");

    try {
        static_cast<void>(failed.value());
        FAIL() << "reading a failed result must throw";
    } catch (const std::logic_error& thrown) {
        EXPECT_NE(std::string_view(thrown.what()).find("not_found: no such thing"),
                  std::string_view::npos);
    }
}

TEST(error_death_test, given_a_broken_invariant_when_asserted_then_the_process_names_it)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";

    EXPECT_DEATH(PARLANCE_ASSERT(1 + 1 == 3), "broken invariant '1 \\+ 1 == 3'");
}

}  // namespace
}  // namespace parlance
