#pragma once

#include <parlance/chat/history_store.hpp>

#include <cstdint>

namespace parlance::stored_form {

// A message is a title, a question or an answer. Its number is the seq of its turn * 4, + 1 for the
// question, + 2 for the answer, + 0 for the title, which belongs to its conversation's first turn:
// the newest messages have the highest numbers, and a number tells its turn without a join.

inline constexpr std::int64_t numbers_per_turn = 4;

inline std::int64_t message_number(std::int64_t turn, chat::match_place place)
{
    return turn * numbers_per_turn + static_cast<std::int64_t>(place);
}

inline std::int64_t turn_of_message(std::int64_t message)
{
    return message / numbers_per_turn;
}

inline chat::match_place place_of_message(std::int64_t message)
{
    return static_cast<chat::match_place>(message % numbers_per_turn);
}

}  // namespace parlance::stored_form
