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

}  // namespace parlance::postgresql
