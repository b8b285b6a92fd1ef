#pragma once

#include <parlance/chat/turn.hpp>

#include <string>
#include <string_view>

namespace parlance::sqlite {

/// A turn event as its row holds it.
struct event_payload {
    std::string_view kind;  // "tool", "citation", "usage"
    std::string json;
};

event_payload payload_of(const chat::turn_event& what);

/// @throws  refusal (internal) when the row holds something else.
chat::turn_event event_from(std::string_view kind, std::string_view text);

}  // namespace parlance::sqlite
