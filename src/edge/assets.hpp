#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace parlance::edge {

/// A file of the web page, embedded in the program. Its parts live as long as the process.
struct asset {
    std::string_view path;  // "/index.html"
    std::string_view media_type;
    std::string_view hash;      // of the content, hexadecimal
    std::string_view identity;  // the bytes as they are
    std::string_view brotli;    // empty when it would not be smaller
    std::string_view gzip;
};

/// What was embedded when the program was built, sorted by path. Defined by the generated table.
std::span<const asset> embedded_assets();

/// The file of that path, or nothing.
const asset* find_asset(std::span<const asset> among, std::string_view path);

/// One way to send an asset.
struct representation {
    std::string_view bytes;
    std::string_view coding;  // empty for identity
    std::string entity_tag;   // strong: differs between codings
};

/// The smallest representation that an Accept-Encoding header allows; identity when it allows none.
representation choose_representation(const asset& of, std::string_view accept_encoding);

}  // namespace parlance::edge
