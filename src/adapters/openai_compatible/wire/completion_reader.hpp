#pragma once

#include <parlance/egress/event_lines.hpp>
#include <parlance/foundation/error.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::openai_compatible::wire {

/// What the server says an answer cost, in tokens. A type of its own, without anything that waits:
/// the reader is also built by the fuzzer's compiler, which has no coroutines.
struct reported_usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::optional<std::int64_t> cached_tokens;
};

/// Reads the body of a streamed chat completion: bytes in, text out, no I/O inside.
class completion_reader {
public:
    /// Reads on. The text that came before an error is still there to be taken.
    /// @errors  upstream_unavailable (no JSON, an event too long, an error the server reports),
    ///          overloaded (it reports that), upstream_rejected (content filter). After an error
    ///          every further call gives the same one.
    result<> feed(std::string_view bytes);

    /// The body has ended.
    /// @errors  as feed; upstream_unavailable when the answer had not ended.
    result<> end();

    /// The text since the last call; whole characters, may be empty.
    std::string take_text();

    /// [DONE] has been read: nothing that follows matters.
    [[nodiscard]] bool is_finished() const { return is_finished_; }
    /// The model said why it ended: only the cost may be missing.
    [[nodiscard]] bool is_complete() const { return is_finished_ || has_finish_reason_; }
    /// Nothing when the server does not say.
    [[nodiscard]] const std::optional<reported_usage>& used() const { return used_; }

private:
    void take_event(std::string_view data);
    void note(error cause);
    [[nodiscard]] result<> outcome() const;
    struct parts;

    egress::event_lines lines_;
    std::string text_;
    std::optional<reported_usage> used_;
    std::optional<error> failed_;
    bool has_finish_reason_ = false;
    bool is_finished_ = false;
};

}  // namespace parlance::openai_compatible::wire
