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

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace parlance::knowledge {

enum class document_origin { added, sample };

/// A file as it arrives.
struct offered_file {
    std::string file_name;  // path parts are cut off; at most limits::file_name_bytes_max
    std::string bytes;      // at most limits::upload_bytes_max
    document_origin origin = document_origin::added;
};

struct deletion {
    wall_time deleted_at;
    wall_time restorable_until;
};

/// A page of a document's text.
struct text_page {
    document of;
    std::int64_t number = 1;        // from 1 to of.page_count
    std::vector<passage> passages;  // in reading order
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

    /// Keeps the bytes, then the row; reading follows by itself. A document that failed because its
    /// bytes were lost is read again when they are added again.
    /// @errors  invalid_request (no name, too large), overloaded.
    task<result<document>> add(call_scope scope, access::principal who, offered_file file) const;
    task<result<document>> find(call_scope scope, access::principal who, document_id which) const;
    task<result<document_page>> list(call_scope scope, access::principal who,
                                     document_query wanted) const;

    /// What its text says on a page.
    /// @errors  not_found, also for a page that it does not have; conflict when it is not ready.
    task<result<text_page>> page(call_scope scope, access::principal who, document_id which,
                                 std::int64_t number) const;
    /// A part of the bytes of a document that was found.
    /// @errors  not_found, internal (bytes_are_damaged).
    task<result<std::string>> content(call_scope scope, std::string content_hash,
                                      byte_range part) const;

    /// Errors as in document_store.
    task<result<deletion>> remove(call_scope scope, access::principal who, document_id which) const;
    task<result<document>> restore(call_scope scope, access::principal who,
                                   document_id which) const;
    task<result<document>> retry(call_scope scope, access::principal who, document_id which) const;

private:
    parts with_;
};

}  // namespace parlance::knowledge
