#pragma once

#include <cstdint>
#include <string>

namespace parlance::knowledge {

/// A document's file as the database names it.
struct named_original {
    std::string content_hash;
    std::uint64_t size_bytes = 0;
    std::string document_id;
    std::string file_name;
};

}  // namespace parlance::knowledge
