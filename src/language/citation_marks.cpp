#include <parlance/language/citation_marks.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace parlance::language {
namespace {

void append(std::vector<answer_piece>& pieces, std::string_view text)
{
    if (text.empty()) return;
    if (!pieces.empty()) {
        if (auto* last = std::get_if<std::string>(&pieces.back())) {
            last->append(text);
            return;
        }
    }
    pieces.emplace_back(std::string(text));
}

bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

}  // namespace

std::vector<answer_piece> citation_marks::feed(std::string_view delta)
{
    std::vector<answer_piece> pieces;
    while (!delta.empty()) {
        if (held_.empty()) {
            const std::size_t open = std::min(delta.find('['), delta.size());
            append(pieces, delta.substr(0, open));
            delta.remove_prefix(open);
            if (delta.empty()) break;
        }
        take(delta.front(), pieces);
        delta.remove_prefix(1);
    }
    return pieces;
}

std::vector<answer_piece> citation_marks::finish()
{
    std::vector<answer_piece> pieces;
    append(pieces, std::exchange(held_, {}));
    return pieces;
}

void citation_marks::take(char letter, std::vector<answer_piece>& pieces)
{
    if (letter == '[') {
        append(pieces, std::exchange(held_, "["));
        return;
    }
    if (held_.empty()) {
        append(pieces, std::string_view(&letter, 1));
        return;
    }
    held_ += letter;
    if (letter == ']' && held_.size() > 2) {
        close_mark(pieces);
    } else if (!is_digit(letter) || held_.size() >= held_bytes_max) {
        append(pieces, std::exchange(held_, {}));
    }
}

void citation_marks::close_mark(std::vector<answer_piece>& pieces)
{
    const std::string mark = std::exchange(held_, {});
    std::size_t number = 0;
    std::from_chars(mark.data() + 1, mark.data() + mark.size() - 1, number);
    if (number == 0 || number > sources_) {
        ++dropped_;
        return;
    }
    if (used_.insert(number).second) pieces.emplace_back(cited_source{number});
    append(pieces, "[" + std::to_string(number) + "]");  // "[01]" would not be found by its number
}

}  // namespace parlance::language
