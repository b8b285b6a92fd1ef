#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/task.hpp>

#include <string>

namespace parlance::edge {

/// A conversation with its turns and their sources as JSON: schema Conversation.
/// @errors  what the citations' store answers.
task<result<std::string>> conversation_json(call_scope scope, const services& with,
                                            const chat::opened_conversation& opened);

}  // namespace parlance::edge
