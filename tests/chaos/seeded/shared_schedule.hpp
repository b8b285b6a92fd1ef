#pragma once

#include <chaos/seeded/replica_process.hpp>
#include <fakes/turn_reader.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace parlance::chaos {

/// A random story of several replicas over one store, from one seed: clients that ask, read, stop
/// and come back on any of them; a store that fails before and after it commits; messages that are
/// lost, late and doubled; a store that is away while answers go on; a model that fails; replicas
/// that are killed, stopped for a while, told to go away, and started anew. What must always be
/// true is looked at after every step.
class shared_schedule {
public:
    explicit shared_schedule(std::uint64_t seed, mutation broken = mutation::none);
    ~shared_schedule();

    /// The story, then peace: faults end, every turn ends, every reader comes back. Stops at the
    /// first rule that is broken.
    void run();
    /// What is wrong; empty when everything that must be true is.
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

    /// What a story was about, so that nobody counts stories in which nothing happened.
    struct happenings {
        std::size_t replicas_left = 0;    // all of the way, from SIGTERM on
        std::size_t cut_at_deadline = 0;  // turns that ran on until then
        std::size_t outages = 0;
        std::size_t ended_for_room = 0;  // turns
    };
    [[nodiscard]] const happenings& seen() const { return seen_; }

private:
    struct replica {
        std::unique_ptr<replica_process> runs;
        bool is_paused = false;
        std::optional<std::chrono::milliseconds> leaves_at{};  // it was told to go away
        std::size_t runs_at_most = 0;                          // turns, since then
    };
    /// A question that a client sends, here or there, until it is answered.
    struct question {
        access::principal who;
        chat::asked_question asked;
        bool is_acknowledged = false;
        std::unique_ptr<runtime::supervisor> request;
        std::size_t request_to = 0;
        std::optional<chat::turn_record> final_record;  // as first seen
    };
    /// A reader of a question, connected or not.
    struct client {
        std::size_t of;
        fakes::turn_reader state;
        std::unique_ptr<runtime::supervisor> connection;
        std::size_t connected_to = 0;
        std::optional<std::string> text_when_final;
    };
    /// When a heartbeat was last another one.
    struct sign_of_life {
        chat::heartbeat is;
        std::chrono::milliseconds at;
    };

    void act();
    void act_on_clients();
    void act_on_replicas();
    void ask();
    void send(question& asking) { send(asking, one_that_runs()); }
    void send(question& asking, std::optional<std::size_t> to);
    void read(client& reading) { read(reading, one_that_runs()); }
    void read(client& reading, std::optional<std::size_t> from);
    void stop_one();
    void let_time_go_by();
    void sleep_for_long(std::size_t which);
    void ask_and_read(std::size_t which);
    void start_anew(std::size_t which);
    void kill(std::size_t which);
    void end_process(std::size_t which);
    void tell_to_leave(std::size_t which);
    void go_on_leaving(std::size_t which);
    void expect_sent_away(const client& reading);
    void lose_the_store(std::size_t which);
    void find_the_store();
    void plan_trouble_of_replicas();
    void step_all(std::size_t handlers);
    std::optional<std::size_t> one_that_runs();

    void check();
    void check_ends();
    void check_readers();
    void check_leases();
    void check_acknowledged();
    void check_leaving();
    void check_left(chat::replica_id which);
    void check_kept(const std::vector<chat::turn_key>& cut);
    void see_refused(const chat::turn_owner& owner, const std::vector<chat::turn_progress>& growth);
    void see_end(const question& of);
    void note(std::string what);
    void settle(bool (shared_schedule::*is_done)());
    bool is_all_ended();
    bool is_all_read();
    void check_the_rest();

    fakes::trouble next_trouble(fakes::store_write what);
    fakes::message_fate next_fate();
    [[nodiscard]] chat::turn_key key_of(const question& which) const;
    [[nodiscard]] std::chrono::milliseconds time() const;
    std::size_t roll(std::size_t sides) { return kept_.random() % sides; }

    shared_state kept_;
    const mutation mutation_;
    bool is_peace_ = false;
    bool is_store_away_ = false;
    bool is_cutting_ = false;  // turns, at a deadline
    std::vector<replica> replicas_;
    std::deque<question> questions_;
    std::deque<client> clients_;
    std::map<chat::replica_id, sign_of_life> lives_;
    std::set<chat::replica_id> left_;
    std::map<chat::turn_key, std::int64_t> no_room_beyond_;  // bytes of turns that had to end
    std::set<chat::turn_key> may_end_for_room_;
    happenings seen_;
    std::vector<std::string> broken_;
};

}  // namespace parlance::chaos
