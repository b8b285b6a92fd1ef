#pragma once

#include <parlance/chat/turn.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace parlance::chat {

/// The turns of one conversation as a tree: children are what was asked after a turn, siblings are
/// versions of the same question. Turns are added in the order in which they began.
class turn_tree {
public:
    void add(turn_id which, std::optional<turn_id> parent);

    [[nodiscard]] bool is_empty() const { return turns_.empty(); }
    [[nodiscard]] bool holds(turn_id which) const { return places_.contains(which); }
    /// From the first question to the newest turn.
    [[nodiscard]] std::vector<turn_id> newest_path() const;
    /// From the first question through a turn to the newest one below it. The tree holds it.
    [[nodiscard]] std::vector<turn_id> path_through(turn_id which) const;
    /// The turns with the same parent, itself included, the oldest first. The tree holds it.
    [[nodiscard]] const std::vector<turn_id>& siblings_of(turn_id which) const;

private:
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct node {
        turn_id id;
        std::optional<turn_id> parent;
    };
    [[nodiscard]] std::size_t newest_below(std::size_t place) const;

    std::vector<node> turns_;  // in the order of their beginning: parents before children
    std::map<turn_id, std::size_t> places_;
    std::map<std::optional<turn_id>, std::vector<turn_id>> children_;
};

}  // namespace parlance::chat
