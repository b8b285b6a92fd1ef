#pragma once

#include <parlance/app/settling.hpp>
#include <parlance/app/storage_watch.hpp>
#include <parlance/chat/history_keeper.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/replica_lease.hpp>
#include <parlance/chat/replica_link.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/knowledge/erasure.hpp>
#include <parlance/knowledge/ingestion.hpp>

#include <deque>

namespace parlance::app {

/// What runs for as long as the server does. All of it outlives the tasks.
struct standing_loops {
    chat::replica_lease& lease;
    chat::replica_link& link;
    chat::turn_service& turns;
    chat::progress_writer& progress;
    chat::history_keeper& keeper;
    storage_watch& watch;
    settling& first;
    std::deque<knowledge::ingestion>& readers;
    knowledge::erasure& erasure;

    /// What only replicas need that share their stores.
    void start_among_others(background& tasks) const;
    void start(background& tasks) const;
    /// A command takes nothing away.
    void start_erasing(background& tasks) const;
};

}  // namespace parlance::app
