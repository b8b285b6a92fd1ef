#pragma once

namespace parlance::sqlite {

/// What a commit survives.
enum class durability {
    power_loss,  // synchronous=FULL: one fsync
    crash        // synchronous=NORMAL: the process may die at any moment, the machine may not
};

}  // namespace parlance::sqlite
