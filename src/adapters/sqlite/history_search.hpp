#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::sqlite {

/// How many different words of a search count.
inline constexpr std::size_t search_terms_max = 16;
/// How many messages are looked at, the newest of those with the words: what is said in every
/// second message must not cost more than what was said once.
inline constexpr std::size_t search_candidates_max = 500;

struct message_search {
    access::principal_id who;
    std::string_view text;
    std::size_t limit = 0;
};

/// @throws refusal.
std::vector<chat::conversation_match> search_messages(connection& on, const message_search& asked,
                                                      const knowledge::text_analyzer& analyzer);

}  // namespace parlance::sqlite
