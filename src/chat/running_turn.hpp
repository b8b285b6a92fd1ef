#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/event.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace parlance::chat {

/// Why a turn's calls were told to stop.
enum class stop_cause {
    none,
    user,
    drain,
    fenced,   // it is not ours any more
    overflow  // the store is away, and there is no room for more
};

/// A turn that runs in this process. Shared by its task, the service and the progress writer.
struct running_turn {
    /// What is known of it when it is asked.
    struct reserved {
        std::string question;
        std::string fingerprint;
        conversation_id in;
        turn_owner owner;
    };
    running_turn(access::principal asking, reserved as)
        : who(std::move(asking)),
          question(std::move(as.question)),
          fingerprint(std::move(as.fingerprint)),
          reserved_in(as.in),
          owner(as.owner)
    {
    }

    const access::principal who;
    const std::string question;
    const std::string fingerprint;
    const conversation_id reserved_in;  // where it is about to begin
    const turn_owner owner;             // under whom it is begun and written
    std::stop_source stop;
    std::stop_source abandoned;  // the server goes, and its end could not be recorded
    std::atomic<stop_cause> cause{stop_cause::none};

    /// What became of committing the question. Written once, before is_begun, never afterwards.
    std::shared_ptr<turn_log> log;
    std::optional<error> not_begun;
    std::optional<conversation_id> begun_in;  // another one when it was begun once before
    std::atomic<bool> is_begun{false};
    event begun;                            // for the request that started it
    std::atomic<bool> is_hidden{false};     // its conversation is deleted
    std::atomic<bool> is_elsewhere{false};  // it was begun before: another replica's, or ended

    [[nodiscard]] conversation_id conversation() const
    {
        return is_begun && begun_in ? *begun_in : reserved_in;
    }

    void publish_begin()
    {
        is_begun = true;
        begun.set();
    }

    /// Nothing of it may be shown or written any more.
    void fence()
    {
        end_because(stop_cause::fenced);
        if (is_begun && log) log->withhold();
    }

    /// The first cause counts.
    void end_because(stop_cause why)
    {
        stop_cause none = stop_cause::none;
        cause.compare_exchange_strong(none, why);
        stop.request_stop();
    }
};

}  // namespace parlance::chat
