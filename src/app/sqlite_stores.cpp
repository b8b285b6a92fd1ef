#include <parlance/app/stores.hpp>

#include <parlance/sqlite/data_directory_lock.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>
#include <parlance/sqlite/sqlite_ingestion_queue.hpp>
#include <parlance/sqlite/sqlite_passage_index.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace parlance::app {
namespace {

class sqlite_stores : public stores {
public:
    sqlite_stores(sqlite::data_directory_lock held, std::unique_ptr<sqlite::sqlite_database> opened,
                  const store_surroundings& with)
        : lock_(std::move(held)),
          database_(std::move(opened)),
          pool_(with.pool),
          storage_(with.storage),
          histories_(*database_, with.analyzer)
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
    task<result<>> get_ready() override;
    result<> announce(const std::string& address) override;
    void stop_listening() override {}

private:
    result<> open_for_writing();
    result<> write_address();

    sqlite::data_directory_lock lock_;  // the first to be taken and the last to go
    std::mutex guard_;                  // of the lock's file and the address in it
    std::string address_;
    std::atomic<bool> is_announced_{true};  // there is nothing to announce yet
    std::unique_ptr<sqlite::sqlite_database> database_;
    runtime::blocking_pool& pool_;
    const storage_health& storage_;
    sqlite::sqlite_conversation_store conversations_{*database_};
    sqlite::sqlite_history_store histories_;
    sqlite::sqlite_replica_store replicas_{*database_};
    chat::alone_messenger messenger_;
    sqlite::sqlite_document_store documents_{*database_};
    sqlite::sqlite_ingestion_queue queue_{*database_};
    sqlite::sqlite_passage_index passages_{*database_};
};

/// The right to write comes before writing.
result<> sqlite_stores::open_for_writing()
{
    const std::lock_guard lock(guard_);
    auto held = lock_.hold();
    if (!held) return held;
    auto opened = database_->open_for_writing();
    if (!opened) return opened;
    return write_address();
}

result<> sqlite_stores::write_address()
{
    if (is_announced_) return {};
    auto written = lock_.write_address(address_);
    is_announced_ = written.has_value();
    return written;
}

task<result<>> sqlite_stores::get_ready()
{
    if (is_announced_ && !database_->why_only_read()) co_return result<>();
    std::function<result<>()> work = [this] { return open_for_writing(); };
    co_return co_await pool_.run<void>(std::move(work));
}

/// What finds no room is written down when there is some: get_ready() is asked again then.
result<> sqlite_stores::announce(const std::string& address)
{
    const std::lock_guard lock(guard_);
    address_ = address;
    is_announced_ = false;
    auto written = write_address();
    if (!written) storage_.doubt();
    return {};
}

}  // namespace

result<std::unique_ptr<stores>> make_sqlite_stores(store_surroundings with)
{
    const auto& directory = with.settled.data;
    auto lock = sqlite::data_directory_lock::take_or_share(directory);
    if (!lock) {
        if (lock.error().kind != fault::conflict) return lock.error();
        const auto holder = sqlite::data_directory_lock::held_by(directory);
        return fail(fault::conflict, holder.value_or(""));
    }
    auto doubt = [&storage = with.storage] { storage.doubt(); };
    auto database = sqlite::sqlite_database::open_or_read(directory, with.pool, std::move(doubt));
    // Where not even the lock could be written, that is why.
    if (!database) return lock->why_shared().value_or(database.error());
    return std::unique_ptr<stores>(
        std::make_unique<sqlite_stores>(std::move(*lock), std::move(*database), with));
}

}  // namespace parlance::app
