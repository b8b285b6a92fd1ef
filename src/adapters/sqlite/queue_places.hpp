#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/sqlite/connection.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace parlance::sqlite {

/// Where in the queue documents stand, when principals are read from by turns. Looks only when
/// asked, and at each principal once. Everything throws refusal.
class queue_places {
public:
    explicit queue_places(connection& on) : on_(on) {}

    /// Of a document that is in the queue, from 1. Cheap for one document.
    std::int64_t place_of_one(const access::principal_id& owner, std::int64_t seq);
    /// The same, or 0 for one that is not in the queue. Cheap for many documents.
    std::int64_t place_of(const access::principal_id& owner, std::int64_t seq);

private:
    using ranks = std::unordered_map<std::int64_t, std::int64_t>;  // by seq, from 1
    struct waiting {
        access::principal_id who;
        std::int64_t documents = 0;
    };

    const ranks& ranks_of(const access::principal_id& owner);
    /// How many documents of others are read before the owner's one of this rank.
    std::int64_t others_before(const access::principal_id& owner, std::int64_t rank);
    const std::vector<waiting>& in_turn();

    connection& on_;
    std::map<access::principal_id, ranks> ranks_;
    std::optional<std::vector<waiting>> in_turn_;  // whose turn comes first stands first
};

}  // namespace parlance::sqlite
