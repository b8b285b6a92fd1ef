#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>
#include <parlance/knowledge/store_id.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Which documents a list shows.
struct document_query {
    std::optional<document_state> state = std::nullopt;  // nothing: in whatever state
    std::string cursor = std::string();                  // as given by the page before, or empty
    std::size_t limit = limits::page_items_default;
};

struct document_page {
    std::vector<document> items;  // newest first
    std::string next_cursor;      // empty at the end
};

/// Documents as people see them. Implemented by sqlite and, in tests, in memory.
///
/// @errors  everywhere: overloaded (busy, disk full), internal (the store is broken). Rows of
///          another principal, and what was deleted, are not_found; samples everybody may read.
class document_store {
public:
    virtual ~document_store() = default;

    /// Adds it in state queued. When the principal already has a document of the same name and
    /// content, that one is returned and nothing is written. A sample that was deleted counts as
    /// there: it does not come back.
    virtual task<result<document>> add(call_scope scope, access::principal who, document added) = 0;

    virtual task<result<document>> find(call_scope scope, access::principal who,
                                        document_id which) = 0;
    /// @errors  invalid_request when `wanted.cursor` is no cursor.
    virtual task<result<document_page>> list(call_scope scope, access::principal who,
                                             document_query wanted) = 0;
    /// The passages of a ready document whose text_page_of is `page`, in their order; the first
    /// page_passages_max of them. None for a page without text.
    virtual task<result<std::vector<passage>>> read_page(call_scope scope, access::principal who,
                                                         document_id which, std::int64_t page) = 0;

    /// Takes it out of every list, search and citation; what is being read goes on being read.
    /// @return when it was deleted: `now`, or the moment it had been already.
    /// @errors  forbidden for a sample that another principal added.
    virtual task<result<wall_time>> remove(call_scope scope, access::principal who,
                                           document_id which, wall_time now) = 0;
    /// Takes a deletion back; what was read needs no reading again.
    /// @errors  conflict when the same name and content was added again meanwhile.
    virtual task<result<document>> restore(call_scope scope, access::principal who,
                                           document_id which) = 0;
    /// Queues a failed document again, as if it had never been tried.
    /// @errors  conflict in any other state; forbidden as for remove.
    virtual task<result<document>> retry(call_scope scope, access::principal who,
                                         document_id which) = 0;

    /// Erases a bounded part of what was deleted before `before`.
    /// @return how many rows went; 0 when there is no more.
    virtual task<result<std::size_t>> purge(call_scope scope, wall_time before) = 0;
    /// Those of the content hashes that no document has, deleted ones included.
    virtual task<result<std::vector<std::string>>> unused_content(
        call_scope scope, std::vector<std::string> content_hashes) = 0;
    /// Those of the content hashes that a document has which somebody added: no sample. Deleted
    /// ones count.
    virtual task<result<std::vector<std::string>>> added_content(
        call_scope scope, std::vector<std::string> content_hashes) = 0;

    /// Which database this is: `proposed` when it has no id yet. Of several who propose at once one
    /// is heard.
    virtual task<result<store_id>> identify(call_scope scope, store_id proposed) = 0;
    virtual task<result<holdings>> look_at_holdings(call_scope scope) = 0;
};

}  // namespace parlance::knowledge
