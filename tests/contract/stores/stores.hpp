#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/replica_store.hpp>
#include <parlance/foundation/clock.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/ingestion_queue.hpp>
#include <parlance/knowledge/passage_index.hpp>

#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace parlance::contract {

/// Every store of one kind, empty.
class stores {
public:
    virtual ~stores() = default;
    virtual chat::conversation_store& conversations() = 0;
    virtual chat::history_store& history() = 0;
    virtual chat::replica_store& replicas() = 0;
    virtual knowledge::document_store& documents() = 0;
    virtual knowledge::ingestion_queue& queue() = 0;
    virtual knowledge::passage_index& passages() = 0;
    virtual knowledge::blob_store& blobs() = 0;
    /// Sets the clock of a store that has its own.
    virtual void show_time(wall_time) {}
    /// Waits for work whose caller has left.
    virtual void settle() = 0;
};

struct store_kind {
    const char* name;
    std::unique_ptr<stores> (*make)();
};
inline std::ostream& operator<<(std::ostream& out, const store_kind& kind)
{
    return out << kind.name;
}

/// Over a server that the whole test program shares; each has a database of its own.
std::unique_ptr<stores> make_postgresql_stores();
/// The same through PgBouncer, which pools transactions.
std::unique_ptr<stores> make_pooled_postgresql_stores();

/// What every contract is run over.
std::vector<store_kind> every_kind();

}  // namespace parlance::contract
