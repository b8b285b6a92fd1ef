#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/conversation_store.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <vector>

namespace parlance::postgresql {

/// What is written of turns, in a transaction that its caller commits when a value comes back. What
/// they are given outlives them.
task<result<chat::begun_turn>> begin_turn(transaction& in, const access::principal_id& who,
                                          const chat::new_turn& asked);
task<result<std::vector<chat::turn_key>>> append_progress(
    transaction& in, const chat::turn_owner& owner, const std::vector<chat::turn_progress>& growth);
task<result<>> finish_turn(transaction& in, const access::principal_id& who,
                           const chat::turn_owner& owner, const chat::turn_end& end);
task<result<chat::turn_standing>> want_stop(transaction& in, access::principal_id who,
                                            chat::turn_id which);

}  // namespace parlance::postgresql
