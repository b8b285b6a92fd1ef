#include <parlance/chat/turn_tree.hpp>

#include <algorithm>

namespace parlance::chat {

void turn_tree::add(turn_id which, std::optional<turn_id> parent)
{
    places_.emplace(which, turns_.size());
    turns_.push_back(node{which, parent});
    children_[parent].push_back(which);
}

std::vector<turn_id> turn_tree::newest_path() const
{
    if (turns_.empty()) return {};
    // It has no children: they would be newer.
    return path_through(turns_.back().id);
}

std::size_t turn_tree::newest_below(std::size_t place) const
{
    std::vector<bool> is_below(turns_.size(), false);
    is_below[place] = true;
    std::size_t newest = place;
    for (std::size_t at = place + 1; at < turns_.size(); ++at) {
        const auto& parent = turns_[at].parent;
        if (!parent || !is_below[places_.at(*parent)]) continue;
        is_below[at] = true;
        newest = at;
    }
    return newest;
}

std::vector<turn_id> turn_tree::path_through(turn_id which) const
{
    std::vector<turn_id> path;
    std::optional<turn_id> at = turns_[newest_below(places_.at(which))].id;
    while (at) {
        path.push_back(*at);
        at = turns_[places_.at(*at)].parent;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

const std::vector<turn_id>& turn_tree::siblings_of(turn_id which) const
{
    return children_.at(turns_[places_.at(which)].parent);
}

}  // namespace parlance::chat
