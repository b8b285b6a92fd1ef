#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/position.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/edge/event_stream.hpp>
#include <parlance/edge/services.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/random.hpp>

#include <chrono>
#include <cstddef>

namespace parlance::edge {

/// What a reader may have in flight; the rest waits in the turn's log, which all readers share.
inline constexpr std::size_t relay_bytes_max = 16 * 1024;

/// When a reader that is sent away comes again: not all at the same moment.
std::chrono::milliseconds come_again_after(random_source& random);

/// A turn and where its reader is.
struct followed_from {
    chat::followed_turn turn;
    chat::position after;
};

/// Sends a turn's log from a position to its end, or until the log is closed. Each reader pulls at
/// its own pace: a slow one slows nobody. Readers that go on elsewhere are told when.
/// @errors  cancelled when the reader left; what the citations' store answers.
task<result<>> relay(call_scope scope, const services& with, followed_from what, event_stream& out);

/// Sends what is new in a conversation: first as it is, then each change, until the reader leaves,
/// lags behind by more than limits::feed_events_max, or the conversation is erased.
/// @errors  as above.
task<result<>> relay_feed(call_scope scope, const services& with, chat::conversation_id which,
                          event_stream& out);

}  // namespace parlance::edge
