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
/// lost, late and doubled; a model that fails; replicas that are killed, stopped for a while and
/// started anew. What must always be true is looked at after every step.
class shared_schedule {
public:
    explicit shared_schedule(std::uint64_t seed, mutation broken = mutation::none);
    ~shared_schedule();

    /// The story, then peace: faults end, every turn ends, every reader comes back. Stops at the
    /// first rule that is broken.
    void run();
    /// What is wrong; empty when everything that must be true is.
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

private:
    struct replica {
        std::unique_ptr<replica_process> runs;
        bool is_paused = false;
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
    void kill(std::size_t which);
    void step_all(std::size_t handlers);
    std::optional<std::size_t> one_that_runs();

    void check();
    void check_ends();
    void check_readers();
    void check_leases();
    void check_acknowledged();
    void note(std::string what);
    void settle(bool (shared_schedule::*is_done)());
    bool is_all_ended();
    bool is_all_read();
    void check_the_rest();

    fakes::trouble next_trouble(fakes::store_write what);
    fakes::message_fate next_fate();
    [[nodiscard]] chat::turn_key key_of(const question& which) const;
    std::size_t roll(std::size_t sides) { return kept_.random() % sides; }

    shared_state kept_;
    const mutation mutation_;
    bool is_peace_ = false;
    std::vector<replica> replicas_;
    std::deque<question> questions_;
    std::deque<client> clients_;
    std::map<chat::replica_id, sign_of_life> lives_;
    std::set<chat::replica_id> killed_;
    std::vector<std::string> broken_;
};

}  // namespace parlance::chaos
