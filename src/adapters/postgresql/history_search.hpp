#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/postgresql/transaction.hpp>
#include <parlance/stored_form/message_ranking.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// A message that holds words of a search.
struct message_candidate {
    std::int64_t message = 0;
    std::string terms;
};

/// Whether a message must hold every word or any.
enum class words_wanted { all, any };

/// The newest that one may read, up to search_candidates_max. Where two terms share a hash one may
/// be among them that does not hold the words; ranking puts it last.  @throws refusal.
task<std::vector<message_candidate>> find_candidates(transaction& in, access::principal_id who,
                                                     std::vector<stored_form::word_forms> words,
                                                     words_wanted which);

/// A message as it is shown, and the text for its snippet.
struct shown_message {
    chat::conversation_match match;
    std::string text;
};

/// In the order of the numbers, without those that are gone.  @throws refusal.
task<result<std::vector<shown_message>>> read_matches(transaction& in, access::principal_id who,
                                                      std::vector<std::int64_t> messages);

}  // namespace parlance::postgresql
