#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/byte_range.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Bytes by their content. Implemented by local_folder and, in tests, in memory.
class blob_store {
public:
    virtual ~blob_store() = default;
    /// Keeps `bytes` durably. Keeping the same again is no error, and makes them new again.
    /// @return SHA-256 of the bytes, 64 hexadecimal digits.  @errors  overloaded (disk full).
    virtual task<result<std::string>> put(call_scope scope, std::string bytes) = 0;
    /// @errors  not_found; internal when the bytes are not what was kept.
    virtual task<result<std::string>> get(call_scope scope, std::string content_hash) = 0;
    /// A part, without reading the rest; unlike get, its bytes are not checked against the hash.
    /// What reaches past the end is cut off.  @errors  not_found.
    virtual task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                               byte_range part) = 0;

    /// Hashes of what is kept, in rising order, from the first one after `after` on.
    virtual task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                        std::size_t limit) = 0;
    /// Drops it, unless it was put after `not_after`.
    /// @return whether it was there and went.
    virtual task<result<bool>> remove(call_scope scope, std::string content_hash,
                                      wall_time not_after) = 0;
    /// Drops what uploads that were cut off left behind; for the start, before the first put.
    /// @return how many.
    virtual task<result<std::size_t>> remove_left_overs(call_scope scope) = 0;
};

}  // namespace parlance::knowledge
