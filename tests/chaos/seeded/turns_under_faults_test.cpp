#include <chaos/seeded/schedule.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace parlance::chaos {
namespace {

constexpr std::uint64_t schedules = 200;

/// PARLANCE_CHAOS_SEED plays one schedule again.
std::optional<std::uint64_t> wanted_seed()
{
    const char* wanted = std::getenv("PARLANCE_CHAOS_SEED");
    if (wanted == nullptr) return std::nullopt;
    return std::strtoull(wanted, nullptr, 10);
}

TEST(turns_under_faults_test, given_any_schedule_when_played_then_readers_end_with_what_is_kept)
{
    const auto wanted = wanted_seed();
    const std::uint64_t first = wanted.value_or(1);
    const std::uint64_t last = wanted.value_or(schedules);
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
