#pragma once

#include <parlance/egress/http_client.hpp>
#include <parlance/language/prompt.hpp>
#include <parlance/openai_compatible/config.hpp>

namespace parlance::openai_compatible::wire {

/// POST chat/completions that streams, with its usage at the end. Without the key: that is a
/// policy.
egress::request completion_request(const config& to, const language::prompt& asked);

}  // namespace parlance::openai_compatible::wire
