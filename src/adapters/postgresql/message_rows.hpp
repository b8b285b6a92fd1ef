#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/turn.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// A message on the list of what is to be indexed.
struct waiting_message {
    std::int64_t message = 0;
    access::principal_id who;
    std::string text;  // empty, too, when its turn is gone
};

/// Some of the newest that wait, locked: other replicas pass them by, and who changes one of them
/// waits for the transaction to end. All functions throw refusal.
task<std::vector<waiting_message>> take_waiting(transaction& in, std::size_t limit);

struct indexed_message {
    std::int64_t message = 0;
    std::vector<std::int64_t> keys;
    std::string terms;  // with spaces between; empty: it cannot be found
};

/// Makes them searchable and takes them off the list. All were taken in this transaction.
task<> keep_terms(transaction& in, std::vector<indexed_message> all);

/// What takes the messages of a conversation's turns out of the index and off the list, before the
/// turns go.
std::vector<statement> forget_messages(const std::vector<std::int64_t>& conversations);

/// Puts the title of a conversation, if that has a turn, on the list.
statement index_title_later(const access::principal_id& who, const chat::conversation_id& which);

}  // namespace parlance::postgresql
