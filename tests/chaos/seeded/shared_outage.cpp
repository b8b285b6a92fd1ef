#include <chaos/seeded/shared_schedule.hpp>

#include <algorithm>
#include <functional>
#include <utility>

// A store that is away while answers go on in memory, and what must be true of those.
namespace parlance::chaos {
namespace {

constexpr std::int64_t held_back_bytes_max = 8;  // of a citation that has begun, written at the end

struct unwritten_turn {
    std::size_t bytes;
    chat::turn_key which;
    std::int64_t size;  // of the answer so far
};

/// All that is unwritten of those that are larger than `bytes`, or as large.
std::size_t sum_of(const std::vector<unwritten_turn>& all, std::size_t bytes_from)
{
    std::size_t sum = 0;
    for (const unwritten_turn& one : all) {
        if (one.bytes >= bytes_from) sum += one.bytes;
    }
    return sum;
}

}  // namespace

/// In the middle of answers.
void shared_schedule::lose_the_store(std::size_t which)
{
    replica& one = replicas_[which];
    if (!one.runs || one.is_paused || one.leaves_at) return;
    while (roll(3) != 0) ask_and_read(which);
    is_store_away_ = true;
    kept_.memory.go_away(fail(fault::overloaded, "away"));
    ++seen_.outages;
    while (roll(4) != 0) let_time_go_by();
}

void shared_schedule::find_the_store()
{
    is_store_away_ = false;
    kept_.memory.come_back();
}

/// Progress was refused: when there is no room for it, the largest must end. Reckoned here from
/// what was to be written and what is unwritten in all.
void shared_schedule::see_refused(const chat::turn_owner& owner,
                                  const std::vector<chat::turn_progress>& growth)
{
    const auto writer = std::find_if(replicas_.begin(), replicas_.end(), [&](const replica& one) {
        return one.runs && one.runs->self() == owner.replica;
    });
    // Turns of an earlier epoch take room, too, and are not in what was to be written.
    if (writer == replicas_.end() || kept_.fenced.contains(owner.replica)) return;
    const std::size_t unwritten = writer->runs->unwritten_bytes();
    if (unwritten <= replica_room_bytes) return;
    const std::size_t over = unwritten - replica_room_bytes;
    std::vector<unwritten_turn> growing;
    for (const chat::turn_progress& one : growth) {
        const auto size = one.from_byte + static_cast<std::int64_t>(one.text.size());
        growing.push_back({one.text.size(), {one.who, one.id}, size});
    }
    for (const unwritten_turn& one : growing) {
        if (sum_of(growing, one.bytes + 1) < over) may_end_for_room_.insert(one.which);
        const bool must_end = sum_of(growing, one.bytes) - one.bytes < over;
        if (must_end) no_room_beyond_.emplace(one.which, one.size);
    }
    if (sum_of(growing, 0) >= over) return;
    // Also those that have nothing unwritten; or nobody knows how much they had.
    for (const question& asked : questions_) {
        const auto record = kept_.memory.peek(key_of(asked));
        if (record && record->owner == owner) may_end_for_room_.insert(key_of(asked));
    }
}

/// A turn ended, as it is kept now.
void shared_schedule::see_end(const question& of)
{
    const chat::turn_record& record = *of.final_record;
    const auto limit = no_room_beyond_.find(key_of(of));
    const bool went_on =
        limit != no_room_beyond_.end() &&
        static_cast<std::int64_t>(record.answer.size()) > limit->second + held_back_bytes_max;
    if (went_on) note("a turn went on although there was no room for it");
    const bool had_no_room =
        record.state == chat::turn_state::interrupted && record.failed_with == fault::overloaded;
    if (!had_no_room) return;
    ++seen_.ended_for_room;
    const bool was_among_the_largest =
        may_end_for_room_.contains(key_of(of)) || kept_.fenced.contains(record.owner.replica);
    if (!was_among_the_largest) note("a turn ended for want of room before a larger one");
}

}  // namespace parlance::chaos
