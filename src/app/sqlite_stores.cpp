#include <parlance/app/stores.hpp>

#include <parlance/sqlite/data_directory_lock.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>
#include <parlance/sqlite/sqlite_ingestion_queue.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>

#include <utility>

namespace parlance::app {
namespace {

class sqlite_stores : public stores {
public:
    sqlite_stores(sqlite::data_directory_lock held, std::unique_ptr<sqlite::sqlite_database> opened,
                  const knowledge::text_analyzer& analyzer)
        : lock_(std::move(held)), database_(std::move(opened)), histories_(*database_, analyzer)
    {
    }

    chat::conversation_store& conversations() override { return conversations_; }
    chat::history_store& histories() override { return histories_; }
    chat::replica_store& replicas() override { return replicas_; }
    chat::replica_messenger& messenger() override { return messenger_; }
    knowledge::document_store& documents() override { return documents_; }
    knowledge::ingestion_queue& queue() override { return queue_; }
    knowledge::passage_index& passages() override { return passages_; }

    [[nodiscard]] bool are_shared() const override { return false; }
    task<result<>> get_ready() override { co_return result<>(); }
    result<> announce(const std::string& address) override { return lock_.write_address(address); }
    void stop_listening() override {}

private:
    sqlite::data_directory_lock lock_;  // the first to be taken and the last to go
    std::unique_ptr<sqlite::sqlite_database> database_;
    sqlite::sqlite_conversation_store conversations_{*database_};
    sqlite::sqlite_history_store histories_;
    sqlite::sqlite_replica_store replicas_{*database_};
    chat::alone_messenger messenger_;
    sqlite::sqlite_document_store documents_{*database_};
    sqlite::sqlite_ingestion_queue queue_{*database_};
    sqlite::sqlite_passage_index passages_{*database_};
};

}  // namespace

result<std::unique_ptr<stores>> make_sqlite_stores(store_surroundings with)
{
    const auto& directory = with.settled.data;
    auto lock = sqlite::data_directory_lock::take(directory);
    if (!lock) {
        if (lock.error().kind != fault::conflict) return lock.error();
        const auto holder = sqlite::data_directory_lock::held_by(directory);
        return fail(fault::conflict, holder.value_or(""));
    }
    auto database = sqlite::sqlite_database::open(directory, with.pool);
    if (!database) return database.error();
    return std::unique_ptr<stores>(
        std::make_unique<sqlite_stores>(std::move(*lock), std::move(*database), with.analyzer));
}

}  // namespace parlance::app
