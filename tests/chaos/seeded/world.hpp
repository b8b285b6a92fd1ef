#pragma once

#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/unsteady_conversation_store.hpp>

#include <list>
#include <memory>
#include <random>
#include <set>
#include <string>

namespace parlance::chaos {

/// Six seconds behind: the pauses of the domain, five seconds at most, take no time, while its
/// deadlines of ten seconds and more are still far away.
class late_clock : public clock {
public:
    [[nodiscard]] steady_time steady() const override
    {
        return std::chrono::steady_clock::now() - std::chrono::seconds(6);
    }
    [[nodiscard]] wall_time wall() const override
    {
        return wall_time(std::chrono::milliseconds(1'700'000'000'000 + ++ticks_));
    }

private:
    mutable std::int64_t ticks_ = 0;
};

/// Says random things with random pauses and sometimes fails. Notes every question it is asked.
class moody_model : public language::language_model {
public:
    explicit moody_model(std::mt19937_64& random) : random_(random) {}
    /// From now on it falls into thought at times, until it is woken.
    void become_thoughtful() { is_thoughtful_ = true; }
    void wake_some();
    void wake_all();
    task<result<language::usage>> complete(call_scope scope, language::prompt asked,
                                           language::delta_sink& out) override;
    std::multiset<std::string> asked;

private:
    task<> think();

    std::mt19937_64& random_;
    bool is_thoughtful_ = false;
    std::list<event> thoughts_;
};

/// What survives a crash.
struct kept_state {
    explicit kept_state(std::uint64_t seed) : random(seed), ids(seed), model(random)
    {
        index.add("Warranty", "The warranty lasts two years.");
        index.add("Leave", "Thirty days of leave.");
    }
    std::mt19937_64 random;
    fakes::seeded_random ids;
    late_clock now;
    fakes::recorded_log log;
    fakes::plain_words words;
    fakes::fixed_passage_index index;
    fakes::in_memory_conversation_store memory;
    fakes::unsteady_conversation_store store{memory};
    moody_model model;
};

/// One run of a server on one loop that is turned by hand: one seed, one trace.
class world {
public:
    explicit world(kept_state& kept);
    ~world();  // a crash: what ran is gone
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    /// Lets up to so many handlers run.
    void step(std::size_t handlers);
    [[nodiscard]] runtime::io_threads& threads() { return *threads_; }
    [[nodiscard]] chat::turn_service& service() { return service_; }
    [[nodiscard]] runtime::supervisor& tasks() { return tasks_; }
    [[nodiscard]] chat::progress_writer& progress() { return progress_; }
    [[nodiscard]] chat::turn_owner self() const { return self_; }

private:
    static language::model_catalogue only(language::language_model& model);
    chat::alone_messenger messenger_;
    chat::replica_lease lease_;
    chat::turn_owner self_;
    std::unique_ptr<runtime::io_threads> threads_ = std::make_unique<runtime::io_threads>(1);
    runtime::supervisor tasks_;
    language::model_catalogue models_;
    fakes::inline_work aside_;
    knowledge::retriever retriever_;
    chat::progress_writer progress_;
    chat::conversation_feed feed_;
    chat::history_keeper keeper_;
    chat::turn_service service_;
};

}  // namespace parlance::chaos
