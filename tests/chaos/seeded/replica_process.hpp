#pragma once

#include <parlance/chat/replica_link.hpp>

#include <chaos/seeded/world.hpp>
#include <fakes/in_memory_messenger.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>

namespace parlance::chaos {

/// Rules that a schedule can be told to break, to show that it would notice.
enum class mutation {
    none,
    anybody_writes,          // the store does not ask who owns a turn, or under which epoch
    ends_change,             // the store takes an end after the end
    ended_twice,             // the store gives a dead replica's turns to all who declare it dead
    begins_are_not_kept,     // the store says that a question was kept, and has not
    ends_are_not_kept,       // the same of an end
    leases_lapse_early,      // replicas watch each other by a clock that runs fast
    permit_is_never_taken,   // a replica that slept shows what it has, whatever became of its lease
    leaving_takes_turns,     // a replica that was told to go away goes on as before
    readers_stay,            // it refuses turns, and keeps its readers
    deadline_ends_nothing,   // what runs at its deadline goes on
    deadline_keeps_nothing,  // the store says that an end at a deadline was kept, and has not
    leaves_without_a_word,   // it ends, and stays among the replicas
    memory_has_no_bound,     // answers grow in memory for ever while they cannot be written
    smallest_ends_first      // when there is no room, the smallest answer ends
};

/// Room for answers that are in memory only: less than two need.
inline constexpr std::size_t replica_room_bytes = 16;

/// A monotonic clock that is moved by hand, and runs so many times as fast for one replica.
class hand_moved_clock : public clock {
public:
    [[nodiscard]] steady_time steady() const override { return steady_time(now_ * factor_); }
    [[nodiscard]] wall_time wall() const override
    {
        return wall_time(std::chrono::milliseconds(1'700'000'000'000) + now_);
    }
    void advance(std::chrono::milliseconds by) { now_ += by; }
    void run_fast(int factor) { factor_ = factor; }

private:
    std::chrono::milliseconds now_{0};
    int factor_ = 1;
};

/// What several replicas share: the store, the messages and the passing of time.
struct shared_state : kept_state {
    explicit shared_state(std::uint64_t seed) : kept_state(seed) {}
    fakes::message_hub hub;
    hand_moved_clock time;              // as it is
    hand_moved_clock observed;          // as leases see it: the same but under a mutation
    std::multiset<std::string> ended;   // turns that somebody ended for a dead replica
    std::set<chat::replica_id> fenced;  // replicas that have lost a lease
};

/// One replica on one loop that is turned by hand. Not turning it is a pause; destroying it, a
/// kill.
class replica_process {
public:
    replica_process(shared_state& kept, mutation broken);
    ~replica_process();
    replica_process(const replica_process&) = delete;
    replica_process& operator=(const replica_process&) = delete;

    void step(std::size_t handlers);
    /// Looks at its lease and at the others, to the end.
    void look();
    /// The other loops of a server, one round each; only when the last round has ended.
    void pulse();
    void tick();
    void look_for_stops();
    void tell_news();

    /// SIGTERM: no new turns, and readers go elsewhere.
    void begin_to_leave();
    /// Its deadline: what still runs is kept as interrupted.
    void end_turns();
    /// Takes itself out of the store. @return false when the store did not hear of it.
    bool leave();

    /// What is in memory only.
    [[nodiscard]] std::size_t unwritten_bytes() const { return progress_.unwritten_bytes(); }
    [[nodiscard]] runtime::io_threads& threads() { return *threads_; }
    [[nodiscard]] chat::turn_service& service() { return service_; }
    [[nodiscard]] runtime::supervisor& tasks() { return tasks_; }
    [[nodiscard]] chat::replica_id self() const { return lease_.self(); }

private:
    struct round {
        std::unique_ptr<runtime::supervisor> tasks;
    };
    void start_round(round& which, task<> work);

    shared_state& kept_;
    const mutation broken_;
    std::unique_ptr<runtime::io_threads> threads_ = std::make_unique<runtime::io_threads>(1);
    fakes::in_memory_messenger messenger_;
    chat::replica_lease lease_;
    runtime::supervisor tasks_;
    language::model_catalogue models_;
    fakes::inline_work aside_;
    knowledge::retriever retriever_;
    chat::progress_writer progress_;
    chat::conversation_feed feed_;
    chat::history_keeper keeper_;
    chat::turn_service service_;
    chat::replica_link link_;
    round looking_;
    round ticking_;
    round stopping_;
    round telling_;
};

}  // namespace parlance::chaos
