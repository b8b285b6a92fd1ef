#pragma once

#include <parlance/foundation/settings.hpp>
#include <parlance/postgresql/config.hpp>

#include <optional>

namespace parlance::postgresql {

/// What the environment says about PostgreSQL.
struct database_settings {
    config database;
    /// Where to listen and to migrate; nothing: there is no direct connection.
    std::optional<config> direct;
};

/// PARLANCE_DATABASE and what belongs to it. Mistakes are noted in `from`.
/// @return nothing when PARLANCE_DATABASE is not set.
std::optional<database_settings> read_settings(settings& from);

}  // namespace parlance::postgresql
