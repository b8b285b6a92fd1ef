#include <chaos/seeded/schedule.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace parlance::chaos {
namespace {

constexpr std::uint64_t schedules_default = 100;

std::optional<std::uint64_t> number_of(const char* variable)
{
    const char* wanted = std::getenv(variable);
    if (wanted == nullptr) return std::nullopt;
    return std::strtoull(wanted, nullptr, 10);
}

TEST(turns_under_faults_test, given_any_schedule_when_played_then_readers_end_with_what_is_kept)
{
    // PARLANCE_CHAOS_SEED alone plays one schedule again.
    const auto wanted = number_of("PARLANCE_CHAOS_SEED");
    const auto budget = number_of("PARLANCE_CHAOS_SCHEDULES");
    const std::uint64_t first = wanted.value_or(1);
    const std::uint64_t last = first + budget.value_or(wanted ? 1 : schedules_default) - 1;
    for (std::uint64_t seed = first; seed <= last; ++seed) {
        schedule story(seed);

        story.run();

        for (const std::string& what : story.broken()) {
            ADD_FAILURE() << what << "; again with PARLANCE_CHAOS_SEED=" << seed;
        }
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace parlance::chaos
