#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/background.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>

#include <functional>
#include <string>

namespace parlance::knowledge {

enum class document_origin { added, sample };

/// A file as it arrives.
struct offered_file {
    std::string file_name;  // path parts are cut off; at most limits::file_name_bytes_max
    std::string bytes;      // at most limits::upload_bytes_max
    document_origin origin = document_origin::added;
};

/// Takes files in and tells what became of them.
class library {
public:
    /// What a library works with; all of it outlives the library.
    struct parts {
        document_store& documents;
        blob_store& blobs;
        const clock& now;
        random_source& random;
        std::function<void()> on_added;  // wakes ingestion
    };
    explicit library(parts with);

    /// Keeps the bytes, then the row; reading follows by itself.
    /// @errors  invalid_request (no name, an unusable name, empty, too large), overloaded.
    task<result<document>> add(call_scope scope, access::principal who, offered_file file) const;
    task<result<document>> find(call_scope scope, access::principal who, document_id which) const;
    task<result<document_page>> list(call_scope scope, access::principal who, std::string cursor,
                                     std::size_t limit) const;

private:
    parts with_;
};

}  // namespace parlance::knowledge
