#pragma once

#include <parlance/chat/replica_link.hpp>

#include <fakes/in_memory_messenger.hpp>
#include <unit/chat/chat_bench.hpp>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace parlance::chat {

/// A second replica beside that of the bench, over the same store, and messages between the two.
class replica_bench : public chat_bench {
public:
    replica_bench() = default;
    ~replica_bench() override
    {
        store.let_begin_go();
        model.release();
        for (replica* one : {&owner, &other}) one->stop();
        progress.stop();
        // Before the replicas go: what runs refers to them.
        if (!tasks.wait_until_idle(fakes::patience)) std::abort();
    }
    replica_bench(const replica_bench&) = delete;
    replica_bench& operator=(const replica_bench&) = delete;

protected:
    /// Everything that a replica has for itself.
    struct replica {
        explicit replica(replica_bench& of)
            : messenger(of.hub),
              lease({of.memory, of.now, of.log}, replica_id::make(of.now, of.random)),
              self(fakes::run(lease.join()).value()),
              progress({of.store, messenger, of.now, of.log}),
              keeper(of.memory, of.now, of.log),
              service(turn_service::parts{of.store, of.retriever, of.models, progress, feed, keeper,
                                          of.tasks, of.now, of.random, of.log, lease, messenger}),
              link({lease, messenger, service, feed, of.memory, of.memory, of.tasks, of.now})
        {
            link.open();
            of.tasks.start("progress", progress.run());
            of.tasks.start("link", link.run());
        }
        void stop()
        {
            progress.stop();
            keeper.stop();
            link.stop();
            service.stop_looking();
            service.drain();
        }
        /// Looks for wishes by itself, as a server does.
        void watch_stops(runtime::supervisor& tasks)
        {
            tasks.start("stops", service.watch_stops());
        }

        fakes::in_memory_messenger messenger;
        replica_lease lease;
        turn_owner self;
        progress_writer progress;
        conversation_feed feed;
        history_keeper keeper;
        turn_service service;
        replica_link link;
    };

    /// Asks on the replica that will own the turn.
    followed_turn asked_there(asked_question asked)
    {
        return fakes::run(owner.service.start({}, person(1), std::move(asked))).value();
    }
    /// Follows on the other one.
    result<followed_turn> followed(turn_id which, const access::principal& who = person(1))
    {
        return fakes::run(other.service.follow({}, who, which));
    }
    /// Loses every message from now on, and says whether messages are known not to arrive.
    void lose_messages(bool is_known)
    {
        hub.plan([](const replica_message&) { return fakes::message_fate{0, false}; });
        owner.messenger.set_live(!is_known);
        other.messenger.set_live(!is_known);
    }

    fakes::message_hub hub;
    replica owner{*this};
    replica other{*this};
};

}  // namespace parlance::chat
