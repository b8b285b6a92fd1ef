#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/citation_reader.hpp>
#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/edge/assets.hpp>
#include <parlance/edge/limits_config.hpp>
#include <parlance/edge/outer_address.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/loop_health.hpp>
#include <parlance/foundation/notice_board.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/storage_health.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/model_catalogue.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <atomic>
#include <span>
#include <string>
#include <string_view>

namespace parlance::edge {

/// What handlers work with. All of it outlives the server.
struct services {
    chat::turn_service& turns;
    chat::conversation_store& conversations;
    const chat::history& history;
    chat::conversation_feed& feed;
    const chat::citation_reader& citations;
    const knowledge::retriever& retriever;
    const knowledge::library& library;
    const language::model_catalogue& models;
    runtime::blocking_pool& pool;  // where long texts are encoded
    const clock& now;
    random_source& random;
    telemetry& log;
    const notice_board& notices;
    const std::atomic<bool>& is_ready;  // it has started and is not leaving
    const loop_health& loops;
    const storage_health& storage;  // of files, and of all else where that is on this machine
    bool is_all_on_this_machine;    // questions and answers, too
    access::principal who;          // without sign-in everybody is the same one
    std::string_view version;       // of the server
    std::string data_location;      // where everything is kept, as shown to people
    std::span<const asset> assets = embedded_assets();
    limits_config limits{};
    outer_address address{};
};

}  // namespace parlance::edge
