#pragma once

#include <parlance/chat/history.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <fakes/eventually.hpp>
#include <fakes/fixed_passage_index.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/run.hpp>
#include <fakes/scripted_language_model.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/turn_reader.hpp>
#include <fakes/unsteady_conversation_store.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace parlance::chat {

inline access::principal person(std::uint8_t number)
{
    uuid_bytes bytes{};
    bytes[0] = number;
    return access::principal{access::principal_id(bytes), "Person " + std::to_string(number)};
}

/// The whole chat domain over fakes, with real threads.
class chat_bench : public testing::Test {
public:
    ~chat_bench() override
    {
        progress.stop();
        keeper.stop();
        store.let_begin_go();
        store.let_growth_go();
        service.drain();
        if (!tasks.wait_until_idle(std::chrono::seconds(5))) ADD_FAILURE() << "a task never ended";
        tasks.cancel_all();
        EXPECT_TRUE(tasks.wait_until_idle(fakes::patience));
        threads.stop();
    }
    chat_bench(const chat_bench&) = delete;
    chat_bench& operator=(const chat_bench&) = delete;

protected:
    chat_bench()
    {
        index.add("Warranty", "The warranty lasts two years. It covers parts.");
        index.add("Leave", "Everybody has thirty days of leave each year.");
        models.add({"scripted", "Scripted", "offline", "this machine"}, model);
        models.add({"second", "Second", "offline", "this machine"}, model);
        tasks.start("progress", progress.run());
        threads.start();
    }

    result<followed_turn> start(asked_question asked, const access::principal& who = person(1))
    {
        return fakes::run(service.start(call_scope{}, who, std::move(asked)));
    }
    followed_turn started(asked_question asked, const access::principal& who = person(1))
    {
        return start(std::move(asked), who).value();
    }
    result<turn_record> find(turn_id which, const access::principal& who = person(1))
    {
        return fakes::run(service.find(call_scope{}, who, which));
    }
    result<turn_state> stop(turn_id which, const access::principal& who = person(1))
    {
        return fakes::run(service.stop(call_scope{}, who, which));
    }
    turn_record stored(turn_id which, const access::principal& who = person(1))
    {
        return fakes::run(memory.find_turn(call_scope{}, who, which)).value();
    }
    /// Reads until the end, or until the log is closed.
    static fakes::turn_reader read(const followed_turn& turn)
    {
        fakes::turn_reader reader;
        fakes::run(fakes::follow(turn.log, reader, 4'096));
        EXPECT_EQ(reader.broken_rule, "");
        return reader;
    }
    bool is_idle_soon()
    {
        return fakes::eventually([this] { return service.running() == 0; });
    }

    /// One that has joined the store, too.
    turn_owner another_replica()
    {
        const auto fresh = replica_id::make(now, random);
        return fakes::run(memory.join(call_scope{}, fresh, now.wall())).value();
    }
    turn_id new_id() { return turn_id::make(now, random); }
    static asked_question asking(std::string text)
    {
        asked_question asked;
        asked.message_text = std::move(text);
        return asked;
    }
    asked_question asking_with_id(std::string text)
    {
        asked_question asked = asking(std::move(text));
        asked.id = new_id();
        return asked;
    }
    static fakes::model_script saying(std::vector<std::string> deltas)
    {
        fakes::model_script script;
        script.deltas = std::move(deltas);
        script.cost = language::usage{10, 20, std::nullopt, false};
        return script;
    }
    /// Says the first part, then waits.
    static fakes::model_script saying_then_holding(std::vector<std::string> deltas,
                                                   std::size_t holds_at)
    {
        fakes::model_script script = saying(std::move(deltas));
        script.holds_at = holds_at;
        return script;
    }
    bool model_holds()
    {
        return fakes::eventually([this] { return model.is_holding(); });
    }

    runtime::system_clock now;
    fakes::seeded_random random{1};
    fakes::recorded_log log;
    fakes::plain_words words;
    fakes::fixed_passage_index index;
    fakes::inline_work aside;
    knowledge::retriever retriever{index, words, aside};
    fakes::in_memory_conversation_store memory{words};
    fakes::unsteady_conversation_store store{memory};
    fakes::scripted_language_model model;
    language::model_catalogue models;
    runtime::io_threads threads{2};
    runtime::supervisor tasks{threads, log};
    alone_messenger messenger;
    replica_lease lease{{memory, now, log}, replica_id::make(now, random)};
    turn_owner self = fakes::run(lease.join()).value();
    progress_writer progress{{store, messenger, now, log}};
    conversation_feed feed;
    history_keeper keeper{memory, now, log};
    turn_service service{turn_service::parts{store, retriever, models, progress, feed, keeper,
                                             tasks, now, random, log, lease, messenger}};
    history conversations{history::parts{memory, service, feed, keeper, now}};
};

}  // namespace parlance::chat
