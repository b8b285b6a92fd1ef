#include "stores.hpp"

#include <parlance/local_folder/local_folder_blob_store.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>
#include <parlance/sqlite/sqlite_ingestion_queue.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/in_memory_passage_index.hpp>
#include <fakes/temporary_directory.hpp>

namespace parlance::contract {
namespace {

class in_memory_stores : public stores {
public:
    chat::conversation_store& conversations() override { return conversations_; }
    chat::history_store& history() override { return conversations_; }
    chat::replica_store& replicas() override { return conversations_; }
    knowledge::document_store& documents() override { return documents_; }
    knowledge::ingestion_queue& queue() override { return documents_; }
    knowledge::passage_index& passages() override { return passages_; }
    knowledge::blob_store& blobs() override { return blobs_; }
    void settle() override {}

private:
    fakes::plain_words words_;
    fakes::in_memory_conversation_store conversations_{words_};
    fakes::in_memory_document_store documents_;
    fakes::in_memory_passage_index passages_{documents_};
    fakes::in_memory_blob_store blobs_;
};

class local_stores : public stores {
public:
    chat::conversation_store& conversations() override { return conversations_; }
    chat::history_store& history() override { return history_; }
    chat::replica_store& replicas() override { return replicas_; }
    knowledge::document_store& documents() override { return documents_; }
    knowledge::ingestion_queue& queue() override { return queue_; }
    knowledge::passage_index& passages() override { return passages_; }
    knowledge::blob_store& blobs() override { return blobs_; }
    void settle() override
    {
        pool_.finish();
        database_.reset();
    }

private:
    fakes::temporary_directory directory_;
    fakes::plain_words words_;
    runtime::blocking_pool pool_{3, 1024};
    std::unique_ptr<sqlite::sqlite_database> database_ =
        sqlite::sqlite_database::open(directory_.path(), pool_).value();
    sqlite::sqlite_conversation_store conversations_{*database_};
    sqlite::sqlite_history_store history_{*database_, words_};
    sqlite::sqlite_replica_store replicas_{*database_};
    sqlite::sqlite_document_store documents_{*database_};
    sqlite::sqlite_ingestion_queue queue_{*database_};
    sqlite::sqlite_passage_index passages_{*database_};
    local_folder::local_folder_blob_store blobs_{directory_.path() / "blobs", pool_};
};

template <class Kind>
std::unique_ptr<stores> make()
{
    return std::make_unique<Kind>();
}

}  // namespace

std::vector<store_kind> every_kind()
{
    return {{"in_memory", &make<in_memory_stores>},
            {"local", &make<local_stores>},
            {"postgresql", &make_postgresql_stores},
            {"pooled_postgresql", &make_pooled_postgresql_stores}};
}

}  // namespace parlance::contract
