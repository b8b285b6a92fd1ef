#pragma once

namespace parlance::postgresql {

/// What a commit survives.
enum class durability {
    power_loss,  // synchronous_commit as the server has it
    crash        // synchronous_commit=off: the server may lose its last moments, never half of one
};

}  // namespace parlance::postgresql
