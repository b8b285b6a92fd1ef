#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace parlance::postgresql {

/// A question of somebody's.
struct asked_turn {
    access::principal_id who;
    chat::new_turn asked;
};
using asked_turns = std::vector<std::shared_ptr<const asked_turn>>;
using begun_turns = std::vector<std::optional<chat::begun_turn>>;

/// Begins those that can be begun together, in some statements for all. Nothing stands for one that
/// begin_turn must look at by itself: it was begun before, its conversation is busy or not there,
/// another of these is about the same.  @throws refusal.
task<result<begun_turns>> begin_turns(transaction& in, asked_turns all);

}  // namespace parlance::postgresql
