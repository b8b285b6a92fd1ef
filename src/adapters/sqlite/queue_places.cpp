#include <parlance/sqlite/queue_places.hpp>

#include <algorithm>

namespace parlance::sqlite {

std::int64_t queue_places::place_of_one(const access::principal_id& owner, std::int64_t seq)
{
    query counted(on_,
                  "SELECT count(*) FROM documents WHERE principal = ? AND state = 'queued' "
                  "AND deleted_at IS NULL AND seq <= ?",
                  owner, seq);
    const std::int64_t rank = counted.next() ? counted.integer(0) : 0;
    return rank + others_before(owner, rank);
}

std::int64_t queue_places::place_of(const access::principal_id& owner, std::int64_t seq)
{
    const ranks& known = ranks_of(owner);
    const auto found = known.find(seq);
    if (found == known.end()) return 0;
    return found->second + others_before(owner, found->second);
}

const queue_places::ranks& queue_places::ranks_of(const access::principal_id& owner)
{
    const auto [place, is_new] = ranks_.try_emplace(owner);
    if (!is_new) return place->second;
    query queued(on_,
                 "SELECT seq FROM documents WHERE principal = ? AND state = 'queued' "
                 "AND deleted_at IS NULL ORDER BY seq",
                 owner);
    std::int64_t rank = 0;
    while (queued.next()) place->second.emplace(queued.integer(0), ++rank);
    return place->second;
}

const std::vector<queue_places::waiting>& queue_places::in_turn()
{
    if (in_turn_) return *in_turn_;
    in_turn_.emplace();
    query rows(on_,
               "SELECT t.principal, count(*) FROM reading_turns AS t JOIN documents AS d "
               "ON d.principal = t.principal AND d.state = 'queued' AND d.deleted_at IS NULL "
               "GROUP BY t.principal ORDER BY t.last_taken, t.principal");
    while (rows.next()) {
        in_turn_->push_back({access::principal_id(rows.uuid(0)), rows.integer(1)});
    }
    return *in_turn_;
}

std::int64_t queue_places::others_before(const access::principal_id& owner, std::int64_t rank)
{
    // Whoever stands before the owner has had as many turns as the owner, the others one fewer.
    std::int64_t before = 0;
    std::int64_t turns = rank;
    for (const waiting& other : in_turn()) {
        if (other.who == owner) {
            turns = rank - 1;
        } else {
            before += std::min(other.documents, turns);
        }
    }
    return before;
}

}  // namespace parlance::sqlite
