#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/extractor.hpp>

#include <string_view>

namespace parlance::child_process {

/// Reads what parlance-extract wrote (src/workers/extract/reply.hpp says how). A child that read a
/// hostile file may write anything: every length is checked, every text must be UTF-8.
/// @errors  internal when it is not what was agreed.
result<knowledge::extracted_text> read_reply(std::string_view bytes);

}  // namespace parlance::child_process
