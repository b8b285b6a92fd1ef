#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/postgresql/transaction.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace parlance::postgresql {

/// A document that waits, as one of a list.
// NOLINTNEXTLINE(*-member-init): an aggregate without a default
struct queued_row {
    access::principal_id owner;
    std::int64_t seq = 0;
    std::size_t item = 0;  // where in the list
};

/// Where in the queue a document stands, from 1, when principals are read from by turns: a whole
/// turn of everybody who comes before its owner, and of the others one fewer, as far as they have
/// documents.  @throws refusal.
task<std::int64_t> place_of_one(transaction& in, access::principal_id owner, std::int64_t seq);

/// The same for many at once; 0 for one that has left the queue.
task<std::vector<std::int64_t>> places_of(transaction& in, std::vector<queued_row> which);

}  // namespace parlance::postgresql
