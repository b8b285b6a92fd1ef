#include <chaos/seeded/shared_schedule.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

namespace parlance::chaos {
namespace {

constexpr std::uint64_t stories_default = 60;
constexpr std::uint64_t schedules_until_noticed = 600;

std::optional<std::uint64_t> number_in(const char* variable)
{
    const char* wanted = std::getenv(variable);
    if (wanted == nullptr) return std::nullopt;
    return std::strtoull(wanted, nullptr, 10);
}

/// PARLANCE_CHAOS_SCHEDULES says how many are played, PARLANCE_CHAOS_SEED from which on, or, alone,
/// which one is played again.
TEST(shared_turns_test, given_any_schedule_of_replicas_when_played_then_what_must_hold_holds)
{
    const auto seed = number_in("PARLANCE_CHAOS_SEED");
    const auto wanted = number_in("PARLANCE_CHAOS_SCHEDULES");
    const std::uint64_t first = seed.value_or(1);
    const std::uint64_t count = wanted.value_or(seed ? 1 : stories_default);
    std::printf("%llu schedules from seed %llu\n", static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(first));
    shared_schedule::happenings all;
    for (std::uint64_t at = first; at < first + count; ++at) {
        shared_schedule story(at);

        story.run();

        for (const std::string& what : story.broken()) {
            ADD_FAILURE() << what << "; again with PARLANCE_CHAOS_SEED=" << at;
        }
        if (HasFailure()) return;
        all.replicas_left += story.seen().replicas_left;
        all.cut_at_deadline += story.seen().cut_at_deadline;
        all.outages += story.seen().outages;
        all.ended_for_room += story.seen().ended_for_room;
    }
    std::printf("%zu replicas left (%zu turns cut), %zu outages (%zu turns without room)\n",
                all.replicas_left, all.cut_at_deadline, all.outages, all.ended_for_room);
    if (count < stories_default) return;
    EXPECT_GT(all.replicas_left, 0U);
    EXPECT_GT(all.cut_at_deadline, 0U);
    EXPECT_GT(all.outages, 0U);
    EXPECT_GT(all.ended_for_room, 0U);
}

struct noticed {
    const char* name;
    mutation broken;
    const char* says;  // how the rule that is broken is called
};

class mutated_test : public testing::TestWithParam<noticed> {};

/// Each rule has a way to break it on purpose, which shows that its check is no decoration.
TEST_P(mutated_test, given_a_rule_that_is_broken_when_schedules_are_played_then_it_is_noticed)
{
    std::string seen;
    for (std::uint64_t seed = 1; seed <= schedules_until_noticed; ++seed) {
        shared_schedule story(seed, GetParam().broken);

        story.run();

        for (const std::string& what : story.broken()) {
            if (what == GetParam().says) return;
            seen += what + "\n";
        }
    }
    ADD_FAILURE() << "nobody noticed; what was noticed instead:\n" << seen;
}

INSTANTIATE_TEST_SUITE_P(
    every_rule, mutated_test,
    testing::Values(noticed{"anybody_writes", mutation::anybody_writes,
                            "somebody but the owner has written a turn"},
                    noticed{"ends_change", mutation::ends_change, "an end was not the last word"},
                    noticed{"ended_twice", mutation::ended_twice,
                            "a dead replica's turn was ended twice"},
                    noticed{"begins_are_not_kept", mutation::begins_are_not_kept,
                            "an acknowledged question was lost"},
                    noticed{"ends_are_not_kept", mutation::ends_are_not_kept,
                            "an end was shown that was not kept"},
                    noticed{"leases_lapse_early", mutation::leases_lapse_early,
                            "a replica was declared dead too early"},
                    noticed{"permit_is_never_taken", mutation::permit_is_never_taken,
                            "a replica showed more after its lease was lost"},
                    noticed{"leaving_takes_turns", mutation::leaving_takes_turns,
                            "a replica that went away took a new turn"},
                    noticed{"readers_stay", mutation::readers_stay,
                            "a reader stayed with a replica that went away"},
                    noticed{"deadline_ends_nothing", mutation::deadline_ends_nothing,
                            "a turn ran on after its replica's deadline"},
                    noticed{"deadline_keeps_nothing", mutation::deadline_keeps_nothing,
                            "a turn was not kept at its replica's deadline"},
                    noticed{"leaves_without_a_word", mutation::leaves_without_a_word,
                            "a replica went away and stayed among the others"},
                    noticed{"memory_has_no_bound", mutation::memory_has_no_bound,
                            "a turn went on although there was no room for it"},
                    noticed{"smallest_ends_first", mutation::smallest_ends_first,
                            "a turn ended for want of room before a larger one"}),
    [](const testing::TestParamInfo<noticed>& tested) { return tested.param.name; });

}  // namespace
}  // namespace parlance::chaos
