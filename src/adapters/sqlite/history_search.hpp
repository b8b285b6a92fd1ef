#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/knowledge/text_analyzer.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace parlance::sqlite {

struct message_search {
    access::principal_id who;
    std::string_view text;
    std::size_t limit = 0;
};

/// @throws refusal.
std::vector<chat::conversation_match> search_messages(connection& on, const message_search& asked,
                                                      const knowledge::text_analyzer& analyzer);

}  // namespace parlance::sqlite
