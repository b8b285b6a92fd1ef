#include <parlance/foundation/notice_board.hpp>

#include <algorithm>
#include <utility>

namespace parlance {

std::string_view name_of(notice_kind kind)
{
    switch (kind) {
        case notice_kind::originals_of_another_database: return "originals_of_another_database";
        case notice_kind::originals_without_documents: return "originals_without_documents";
        case notice_kind::open_to_anyone: return "open_to_anyone";
        case notice_kind::storage_full: return "storage_full";
    }
    return "";
}

void notice_board::put_up(notice_kind kind, std::string message)
{
    const std::lock_guard lock(guard_);
    const auto place =
        std::lower_bound(notices_.begin(), notices_.end(), kind,
                         [](const notice& hung, notice_kind wanted) { return hung.kind < wanted; });
    if (place != notices_.end() && place->kind == kind) place->message = std::move(message);
    else notices_.insert(place, notice{kind, std::move(message)});
}

void notice_board::take_down(notice_kind kind)
{
    const std::lock_guard lock(guard_);
    std::erase_if(notices_, [kind](const notice& hung) { return hung.kind == kind; });
}

std::vector<notice> notice_board::current() const
{
    const std::lock_guard lock(guard_);
    return notices_;
}

}  // namespace parlance
