#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// A passage with the terms that it is found by, separated by spaces (text_analyzer's terms).
struct indexed_passage {
    passage is;
    std::string title_terms;
    std::string section_terms;
    std::string text_terms;
};

struct document_page {
    std::vector<document> items;  // newest first
    std::string next_cursor;      // empty at the end
};

/// Documents, their passages and the ingestion queue. Implemented by sqlite and, in tests, in
/// memory.
///
/// @errors  everywhere: overloaded (busy, disk full), internal (the store is broken). Rows of
///          another principal are not_found, except samples, which everybody may read.
class document_store {
public:
    virtual ~document_store() = default;

    /// Adds it in state queued. When the principal already has a document of the same name and
    /// content, that one is returned and nothing is written.
    virtual task<result<document>> add(call_scope scope, access::principal who, document added) = 0;

    virtual task<result<document>> find(call_scope scope, access::principal who,
                                        document_id which) = 0;
    /// @param cursor  as given by the page before, or empty. invalid_request when it is no cursor.
    virtual task<result<document_page>> list(call_scope scope, access::principal who,
                                             std::string cursor, std::size_t limit) = 0;

    /// Takes the oldest queued document (state reading), or nothing. Never the same one twice.
    virtual task<result<std::optional<document>>> take_queued(call_scope scope) = 0;
    /// Ends reading: title, passages and index rows in one transaction; state ready.
    virtual task<result<>> finish_ready(call_scope scope, document_id which, std::string title,
                                        std::vector<indexed_passage> passages) = 0;
    /// Ends reading: state failed with a reason a person understands.
    virtual task<result<>> finish_failed(call_scope scope, document_id which,
                                         std::string reason) = 0;
    /// Puts what a dead process left in reading back to queued. @return how many.
    virtual task<result<std::size_t>> requeue_left_reading(call_scope scope) = 0;
};

}  // namespace parlance::knowledge
