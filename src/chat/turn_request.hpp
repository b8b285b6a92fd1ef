#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/foundation/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace parlance::chat {

/// A question as a client asks it; checked by turn_service.
struct asked_question {
    std::string message_text;
    std::optional<conversation_id> conversation;
    std::optional<turn_id> id;  // made by the server when the client has none
    new_turn::parent_kind parent = new_turn::parent_kind::newest;
    std::optional<turn_id> named_parent;
    std::string model;  // empty = the default
    /// A turn that ended before its answer did: conversation, parent and text are taken from it.
    std::optional<turn_id> continues{};
};

/// @errors  invalid_request.
result<> check_text(std::string_view text);
/// Everything of the request but its text, which is compared as stored.
std::string fingerprint_of(const asked_question& asked);
/// The question as if it had been typed: continuing is asking again under the turn.
/// @errors  not_found, conflict.
result<asked_question> as_continuation(asked_question asked, const turn_record& of);

/// With a pause after which it is worth asking again.
error overloaded(std::string detail);
error another_request();
error no_such_turn();

/// Begun, and nothing is there of its answer yet: its request may come again and take it up.
bool is_untouched(const turn_record& record);

}  // namespace parlance::chat
