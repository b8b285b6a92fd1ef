#pragma once

#include <parlance/sqlite/connection.hpp>

namespace parlance::sqlite {

/// Merges segments of the passage index, about 4 MiB of them: every word that is searched is looked
/// up in each segment, and reading many documents leaves a dozen. For when nothing else is to be
/// done.  @return true when there are more to merge.  @throws refusal.
bool merge_term_segments(connection& on);

}  // namespace parlance::sqlite
