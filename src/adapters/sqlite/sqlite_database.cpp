#include <parlance/foundation/limits.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/fence.hpp>
#include <parlance/sqlite/migrations.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/write_queue.hpp>

#include <fcntl.h>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

namespace parlance::sqlite {

struct sqlite_database::state {
    explicit state(std::string where)
        : path(std::move(where)), writer(path, access_mode::read_write)
    {
    }

    std::string path;
    connection writer;  // closed last: it moves the log into the file
    write_queue writes{writer};
    std::mutex guard;
    std::vector<std::unique_ptr<connection>> idle_readers;

    std::unique_ptr<connection> take_reader()
    {
        {
            const std::lock_guard lock(guard);
            if (!idle_readers.empty()) {
                auto taken = std::move(idle_readers.back());
                idle_readers.pop_back();
                return taken;
            }
        }
        return std::make_unique<connection>(path, access_mode::read_only);
    }
    void give_back(std::unique_ptr<connection> reader)
    {
        const std::lock_guard lock(guard);
        idle_readers.push_back(std::move(reader));
    }
};

namespace {

/// Never reached: as many may wait in the queue, and as many more may have been committed but not
/// have been told yet.
constexpr std::size_t writer_jobs_max = 4 * limits::blocking_queue_max;

void check_full_text_search(connection& on)
{
    query module(on, "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'");
    if (!module.next()) {
        throw refusal(fail(fault::invalid_request, "this SQLite library was built without FTS5"));
    }
}

/// A new file is found again after a power loss only when its directory was written too.
void keep_directory(const std::filesystem::path& directory)
{
    const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;
    ::fsync(opened);
    ::close(opened);
}

}  // namespace

result<std::unique_ptr<sqlite_database>> sqlite_database::open(
    const std::filesystem::path& directory, runtime::blocking_pool& readers)
{
    std::shared_ptr<state> opened;
    const auto prepared = fenced([&]() -> result<> {
        const std::filesystem::path file = directory / "parlance.db";
        std::error_code unknown;
        const bool is_new = !std::filesystem::exists(file, unknown);
        opened = std::make_shared<state>(file.string());
        check_full_text_search(opened->writer);
        auto ours = check_ours(opened->writer);
        if (!ours) return ours;
        opened->writer.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        auto migrated = migrate(opened->writer, known_migrations());
        if (is_new && migrated) keep_directory(directory);
        return migrated;
    });
    if (!prepared) {
        return while_doing("cannot use the data directory " + directory.string(), prepared.error());
    }
    return std::unique_ptr<sqlite_database>(new sqlite_database(std::move(opened), readers));
}

sqlite_database::sqlite_database(std::shared_ptr<state> opened, runtime::blocking_pool& readers)
    : state_(std::move(opened)), readers_(readers), writer_(1, writer_jobs_max)
{
}

sqlite_database::~sqlite_database() = default;

std::function<result<>()> sqlite_database::enqueue(durability how,
                                                   std::function<bool(connection&)> body)
{
    auto waiting = state_->writes.add(how, std::move(body));
    return [shared = state_, waiting]() -> result<> {
        if (!waiting) return fail(fault::overloaded, "too many writes wait for the disk");
        return shared->writes.finish(*waiting);
    };
}

result<> sqlite_database::read_now(state& of, const std::function<void(connection&)>& body)
{
    return fenced([&]() -> result<> {
        auto reader = of.take_reader();
        {
            transaction look(*reader, transaction::kind::read);
            body(*reader);
        }
        of.give_back(std::move(reader));
        return {};
    });
}

}  // namespace parlance::sqlite
