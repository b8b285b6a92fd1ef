#pragma once

#include <parlance/chat/turn.hpp>
#include <parlance/foundation/error.hpp>

#include <string>
#include <string_view>

namespace parlance::stored_form {

/// A turn event as its row holds it.
struct event_payload {
    std::string_view kind;  // "tool", "citation", "usage"
    std::string json;
};

event_payload payload_of(const chat::turn_event& what);

/// @errors  internal when the row holds something else.
result<chat::turn_event> event_from(std::string_view kind, std::string_view text);

}  // namespace parlance::stored_form
