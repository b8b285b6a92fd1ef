#pragma once

#include <parlance/chat/replica_messenger.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// Of one notification: PostgreSQL takes less than 8,000.
inline constexpr std::size_t payload_bytes_max = 7 * 1024;

/// Messages as notifications carry them: ids and positions in plain text, as many in each as fit.
std::vector<std::string> payloads_of(const chat::replica_id& from,
                                     const std::vector<chat::replica_message>& all);

struct heard_messages {
    chat::replica_id from;
    std::vector<chat::replica_message> all;
};
/// What a payload says. Messages of a kind that is not known are left out: a newer replica may send
/// them. Nothing when it is no payload of ours.
std::optional<heard_messages> read_payload(std::string_view text);

/// The channel of one replica, and that of all.
std::string channel_of(const chat::replica_id& whom);
inline constexpr std::string_view channel_of_all = "parlance_all";

}  // namespace parlance::postgresql
