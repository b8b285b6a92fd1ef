#pragma once

#include <chrono>
#include <cstddef>

// Every limit of this folder: its unit is in its name, its reason beside it.
namespace parlance::postgresql {

// Connections of one replica. Replicas * this + migrations stays far below what a server allows.
inline constexpr std::size_t pool_connections_default = 10;
inline constexpr std::size_t pool_connections_max = 200;
inline constexpr std::size_t openers_max = 2;      // connecting at once: a failover is no storm
inline constexpr std::size_t waiters_max = 1'024;  // for a connection, in each of two lines
inline constexpr std::chrono::minutes connection_age{30};     // then another one: roles and
inline constexpr std::chrono::minutes connection_jitter{15};  // failovers take effect, not at once

// Time. A request fails within patience, whatever is broken.
inline constexpr std::chrono::seconds connect_time_default{4};    // of one host
inline constexpr std::chrono::seconds patience{5};                // until a first statement can run
inline constexpr std::chrono::seconds commit_patience{5};         // for the reply to a COMMIT
inline constexpr std::chrono::milliseconds retry_first{50};       // then doubled
inline constexpr int attempts_max = 4;                            // the first and three more
inline constexpr std::chrono::milliseconds reconnect_first{500};  // then doubled
inline constexpr std::chrono::milliseconds reconnect_most{5'000};
inline constexpr std::chrono::seconds look_time{1};  // is an idle connection still alive?

// Questions, ends and looks that many ask for at once are taken together. A replica's running turns
// may all wait, each for one thing, while others begin.
inline constexpr std::size_t gathered_waiting_max = 8'192;  // of one kind
inline constexpr std::size_t gathered_at_once = 64;         // some milliseconds for one transaction
inline constexpr std::size_t gathered_bytes = 4 * 1024 * 1024;
inline constexpr std::chrono::seconds gathered_patience{20};  // below what a handler may take

// What a server may spend on a statement of ours.
inline constexpr std::chrono::milliseconds statement_time{15'000};
inline constexpr std::chrono::milliseconds lock_time{5'000};
inline constexpr std::chrono::milliseconds idle_transaction_time{30'000};

}  // namespace parlance::postgresql
