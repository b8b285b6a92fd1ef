#pragma once

#include <parlance/postgresql/statement.hpp>

namespace parlance::postgresql {

/// For the start of a search: until its transaction ends no plan is compiled, and no other process
/// started for a part of one. Both take longer than the search.
inline statement quick_plans()
{
    return statement(
        "SELECT set_config('jit', 'off', true), "
        "set_config('max_parallel_workers_per_gather', '0', true)");
}

/// For statements that go from row to row: until their transaction ends each step looks into an
/// index. Before a table's statistics are there, and for a conversation that is longer than most,
/// the database would read the whole table in every step instead.
inline statement stepwise_plans()
{
    return statement(
        "SELECT set_config('jit', 'off', true), set_config('enable_hashjoin', 'off', true), "
        "set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true), "
        "set_config('enable_bitmapscan', 'off', true)");
}

}  // namespace parlance::postgresql
