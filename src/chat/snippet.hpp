#pragma once

#include <parlance/knowledge/text_analyzer.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::chat {

/// A piece of a snippet. One after the other the pieces are text.
struct snippet_part {
    std::string text;
    bool is_match = false;
    friend bool operator==(const snippet_part&, const snippet_part&) = default;
};

inline constexpr std::size_t snippet_bytes_max = 240;            // two lines of a side bar
inline constexpr std::size_t snippet_search_bytes_max = 65'536;  // how far a match is looked for

/// The words around the first match of a text, cut between words, with "…" where something was left
/// out. A word matches when one of its terms is wanted, so that other forms of it match, too. White
/// space becomes single spaces; nothing else is changed.
std::vector<snippet_part> make_snippet(std::string_view text, const std::set<std::string>& wanted,
                                       const knowledge::text_analyzer& analyzer);

}  // namespace parlance::chat
