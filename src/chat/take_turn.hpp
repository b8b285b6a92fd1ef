#pragma once

#include <parlance/chat/conversation_feed.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_keeper.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/chat/running_turn.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/language/language_model.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace parlance::chat {

/// What a turn works with; all of it outlives the turn.
struct turn_tools {
    conversation_store& store;
    const knowledge::retriever& retriever;
    language::language_model& model;
    progress_writer& progress;
    conversation_feed& feed;
    history_keeper& keeper;
    const clock& now;
    telemetry& log;
    std::chrono::milliseconds store_patience;  // see turn_service::parts
};

/// The whole turn, from the committed question to the committed end. Never cancelled before it has
/// recorded: stop ends only the calls it makes.
task<> take_turn(turn_tools with, std::shared_ptr<running_turn> turn, std::string trace_id);

}  // namespace parlance::chat
