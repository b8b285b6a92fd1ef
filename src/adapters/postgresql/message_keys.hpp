#pragma once

#include <parlance/access/principal.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::postgresql {

/// The hash of a term together with its principal, as message_terms keeps it: FNV-1a of 64 bits
/// over both, the same on every machine and in every version.
std::int64_t message_key(const access::principal_id& who, std::string_view term);

/// Of terms with spaces between, each once, rising.
std::vector<std::int64_t> message_keys(const access::principal_id& who, std::string_view terms);

}  // namespace parlance::postgresql
