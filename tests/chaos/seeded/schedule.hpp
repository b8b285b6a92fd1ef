#pragma once

#include <chaos/seeded/world.hpp>
#include <fakes/turn_reader.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parlance::chaos {

/// A random story of clients, readers, stops, store faults and crashes, from one seed.
class schedule {
public:
    explicit schedule(std::uint64_t seed);
    ~schedule();

    /// The story, then peace: every fault ends, every turn ends, every reader comes back.
    void run();
    /// What is wrong now; empty when every invariant holds.
    [[nodiscard]] std::vector<std::string> broken();

private:
    /// A question that a client sends until it is answered.
    struct question {
        access::principal who;
        chat::asked_question asked;
        bool is_begun = false;
        std::unique_ptr<runtime::supervisor> request;
        std::optional<chat::turn_record> final_record;  // as first seen
    };
    /// A reader of a question, connected or not.
    struct client {
        std::size_t of;
        fakes::turn_reader state;
        std::unique_ptr<runtime::supervisor> connection;
    };

    void act();
    void ask();
    void send(question& asking);
    void read(client& reading);
    void disconnect(client& reading);
    void stop_one();
    void tick();
    void crash();
    void watch_ends();
    void settle(bool (schedule::*is_done)());
    bool is_all_ended();
    bool is_all_read();
    fakes::trouble next_trouble();
    std::optional<chat::turn_record> stored(const question& which);
    std::size_t roll(std::size_t sides) { return kept_.random() % sides; }

    kept_state kept_;
    bool is_peace_ = false;
    bool has_crashed_ = false;
    std::unique_ptr<world> here_;
    std::deque<question> questions_;
    std::deque<client> clients_;
    std::vector<std::string> noted_;
};

}  // namespace parlance::chaos
