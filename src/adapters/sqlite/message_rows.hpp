#pragma once

#include <parlance/chat/history_store.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/stored_form/message_number.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::sqlite {

// Numbers of messages, as migration 0002 describes them.
using stored_form::message_number;
using stored_form::place_of_message;
using stored_form::turn_of_message;

/// Puts a new or changed message on the list of what is to be indexed. All functions throw refusal.
void index_later(connection& on, std::int64_t message);
/// The same for the title of a conversation, which has a turn.
void index_title_later(connection& on, std::int64_t conversation);

/// A message on that list. Its text is read now and kept again only when it is still the same.
struct waiting_message {
    std::int64_t message = 0;
    std::int64_t version = 0;
    std::string terms;
};

/// The newest that wait, with their terms.
std::vector<waiting_message> read_waiting(connection& on, const knowledge::text_analyzer& analyzer,
                                          std::size_t limit);
/// Writes their terms, and takes those off the list that have not changed meanwhile.
void keep_terms(connection& on, const std::vector<waiting_message>& all);
/// Takes the messages of a turn out of the index and off the list.
void forget_messages(connection& on, std::int64_t turn);

/// Title, question or answer; nothing when its turn is gone.
std::optional<std::string> read_message(connection& on, std::int64_t message);

}  // namespace parlance::sqlite
