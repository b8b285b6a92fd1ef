#include <parlance/chat/history_store.hpp>

namespace parlance::chat {

std::string_view name_of(match_place place)
{
    switch (place) {
        case match_place::title: return "title";
        case match_place::question: return "question";
        case match_place::answer: return "answer";
    }
    return {};
}

}  // namespace parlance::chat
