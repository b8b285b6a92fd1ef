#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <memory>
#include <vector>

namespace parlance::postgresql {

/// How a turn of somebody's has ended.
struct asked_end {
    access::principal_id who;
    chat::turn_owner owner;
    chat::turn_end end;
};
using asked_ends = std::vector<std::shared_ptr<const asked_end>>;

/// Whether finish_turn must look at an end by itself, because there was nothing to end.
enum class end_kept { yes, alone };
using kept_ends = std::vector<end_kept>;

/// Ends turns that run under their owner, in one statement for all: its parts see that each was
/// running before, and do nothing about one that was not.  @throws refusal.
task<result<kept_ends>> end_turns(transaction& in, asked_ends all);

}  // namespace parlance::postgresql
