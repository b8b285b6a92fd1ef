#include <parlance/text_analysis/stop_words.hpp>

#include <parlance/text_analysis/stop_word_lists.hpp>
#include <parlance/text_analysis/token_reader.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <unordered_map>

namespace parlance::text_analysis {
namespace {

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view>{}(text);
    }
};
using word_table = std::unordered_map<std::string, language_set, text_hash, std::equal_to<>>;

word_table made_table()
{
    word_table table;
    for (const stop_word_list& list : stop_word_lists()) {
        token_reader reader(list.words);
        token word;
        while (reader.next(word)) table[word.text] |= only(list.language);
    }
    return table;
}

constexpr std::array<std::string_view, 6> measures{"far", "long", "many", "much", "often", "soon"};
static_assert(std::is_sorted(measures.begin(), measures.end()));

}  // namespace

language_set stop_word_in(std::string_view word)
{
    static const word_table table = made_table();
    const auto found = table.find(word);
    return found == table.end() ? 0 : found->second;
}

bool is_measure_of_how(std::string_view word)
{
    return std::binary_search(measures.begin(), measures.end(), word);
}

}  // namespace parlance::text_analysis
