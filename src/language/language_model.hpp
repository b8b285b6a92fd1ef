// language: what is asked of a model and what comes back: prompts, usage, citation marks, choice.
// It knows no provider and no protocol; adapters implement language_model.
// Start reading here, then prompt.hpp.
#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/language/prompt.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace parlance::language {

/// What an answer cost, in tokens of the model. Estimated when the model did not say.
struct usage {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::optional<std::int64_t> cached_tokens;
    bool is_estimated = false;
};

/// Takes an answer piece by piece.
class delta_sink {
public:
    virtual ~delta_sink() = default;
    /// @param delta  UTF-8, whole characters, never empty.
    /// @errors  overloaded when the answer is over its limit: the model call must end.
    virtual task<result<>> push(std::string delta) = 0;
};

/// A model that answers a prompt. Implemented by openai_compatible, by offline and, in tests, by a
/// script.
class language_model {
public:
    virtual ~language_model() = default;
    /// Streams one answer into `out`, in order, and says what it cost.
    ///
    /// @param asked  already cut to the limits.
    /// @param out    takes each delta; awaiting it is the back-pressure.
    /// @errors  overloaded (with retry_after), upstream_unavailable, upstream_rejected (content
    ///          filter, wrong key or model), deadline_exceeded, cancelled (scope.stop). Deltas
    ///          already pushed stay pushed.
    virtual task<result<usage>> complete(call_scope scope, prompt asked, delta_sink& out) = 0;
};

}  // namespace parlance::language
