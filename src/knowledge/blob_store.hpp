#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <string>

namespace parlance::knowledge {

/// Bytes by their content. Implemented by local_folder and, in tests, in memory.
class blob_store {
public:
    virtual ~blob_store() = default;
    /// Keeps `bytes` durably. Keeping the same again is no error.
    /// @return SHA-256 of the bytes, 64 hexadecimal digits.  @errors  overloaded (disk full).
    virtual task<result<std::string>> put(call_scope scope, std::string bytes) = 0;
    /// @errors  not_found.
    virtual task<result<std::string>> get(call_scope scope, std::string content_hash) = 0;
};

}  // namespace parlance::knowledge
