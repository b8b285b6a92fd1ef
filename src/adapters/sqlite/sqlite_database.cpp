#include <parlance/foundation/limits.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/fence.hpp>
#include <parlance/sqlite/migrations.hpp>
#include <parlance/sqlite/reading_gate.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/write_queue.hpp>

#include <atomic>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <unistd.h>
#include <vector>

namespace parlance::sqlite {

struct sqlite_database::state {
    explicit state(const std::filesystem::path& in)
        : directory(in), path((in / "parlance.db").string())
    {
    }

    /// What only lives while it can be written.
    struct writing {
        explicit writing(const std::string& path) : on(path, access_mode::read_write) {}
        connection on;  // closed last: it moves the log into the file
        write_queue queue{on};
    };

    std::filesystem::path directory;
    std::string path;
    std::unique_ptr<writing> writer;      // made once; nothing before
    std::atomic<bool> is_written{false};  // there is one
    std::function<void()> on_refused;
    reading_gate gate;
    mutable std::mutex guard;
    std::optional<error> why_only_read;
    std::optional<error> why_not_read;  // its schema is an older one
    std::vector<std::unique_ptr<connection>> idle_readers;

    std::unique_ptr<connection> take_reader()
    {
        {
            const std::lock_guard lock(guard);
            if (!is_written && why_not_read) throw refusal(*why_not_read);
            if (!idle_readers.empty()) {
                auto taken = std::move(idle_readers.back());
                idle_readers.pop_back();
                return taken;
            }
        }
        const auto mode = is_written ? access_mode::read_only : access_mode::undisturbed;
        return std::make_unique<connection>(path, mode);
    }
    void give_back(std::unique_ptr<connection> reader)
    {
        const std::lock_guard lock(guard);
        idle_readers.push_back(std::move(reader));
    }
    void only_read(error why)
    {
        const std::lock_guard lock(guard);
        why_only_read = std::move(why);
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

error cannot_use(const std::filesystem::path& directory, const error& cause)
{
    return while_doing("cannot use the data directory " + directory.string(), cause);
}

}  // namespace

result<> sqlite_database::open_writer(state& of)
{
    return fenced([&]() -> result<> {
        std::error_code unknown;
        const bool is_new = !std::filesystem::exists(of.path, unknown);
        auto opened = std::make_unique<state::writing>(of.path);
        check_full_text_search(opened->on);
        auto ours = check_ours(opened->on);
        if (!ours) return ours;
        opened->on.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        auto migrated = migrate(opened->on, known_migrations());
        if (!migrated) return migrated;
        if (is_new) keep_directory(of.directory);
        of.writer = std::move(opened);
        of.is_written = true;
        return {};
    });
}

/// Looks whether there is something to be read where it cannot be written.
result<> sqlite_database::look_at(state& of)
{
    return fenced([&]() -> result<> {
        auto reader = std::make_unique<connection>(of.path, access_mode::undisturbed);
        auto ours = check_ours(*reader);
        if (!ours) return ours;
        const auto done = steps_done(*reader, known_migrations());
        if (!done) return done.error();
        if (*done == 0) return fail(fault::not_found, "there is no database yet");
        if (*done < known_migrations().size()) {
            of.why_not_read = fail(fault::overloaded, of.why_only_read->detail +
                                                          "; the database is of an older version "
                                                          "and is brought up to date first");
        }
        return {};
    });
}

result<std::unique_ptr<sqlite_database>> sqlite_database::open(
    const std::filesystem::path& directory, runtime::blocking_pool& readers)
{
    auto opened = std::make_shared<state>(directory);
    const auto prepared = open_writer(*opened);
    if (!prepared) return cannot_use(directory, prepared.error());
    return std::unique_ptr<sqlite_database>(new sqlite_database(std::move(opened), readers));
}

result<std::unique_ptr<sqlite_database>> sqlite_database::open_or_read(
    const std::filesystem::path& directory, runtime::blocking_pool& readers,
    std::function<void()> on_refused)
{
    auto opened = std::make_shared<state>(directory);
    opened->on_refused = std::move(on_refused);
    const auto prepared = open_writer(*opened);
    if (!prepared) {
        const error& cause = prepared.error();
        // Whoever else writes it would not be seen by those who read it undisturbed.
        const bool may_pass = cause.kind == fault::overloaded && !is_busy(cause);
        if (!may_pass) return cannot_use(directory, cause);
        opened->only_read(cause);
        const auto looked = look_at(*opened);
        if (!looked) return cannot_use(directory, cause);
    }
    return std::unique_ptr<sqlite_database>(new sqlite_database(std::move(opened), readers));
}

std::optional<error> sqlite_database::why_only_read() const
{
    if (state_->is_written) return std::nullopt;
    const std::lock_guard lock(state_->guard);
    return state_->why_only_read;
}

result<> sqlite_database::open_for_writing()
{
    if (state_->is_written) return {};
    const reading_gate::changing alone(state_->gate);
    {
        const std::lock_guard lock(state_->guard);
        state_->idle_readers.clear();
    }
    auto opened = open_writer(*state_);
    if (!opened) state_->only_read(opened.error());
    return opened;
}

sqlite_database::sqlite_database(std::shared_ptr<state> opened, runtime::blocking_pool& readers)
    : state_(std::move(opened)), readers_(readers), writer_(1, writer_jobs_max)
{
}

sqlite_database::~sqlite_database() = default;

std::function<result<>()> sqlite_database::enqueue(durability how,
                                                   std::function<bool(connection&)> body)
{
    if (const auto why = why_only_read()) return [why = *why]() -> result<> { return why; };
    auto waiting = state_->writer->queue.add(how, std::move(body));
    return [shared = state_, waiting]() -> result<> {
        if (!waiting) return fail(fault::overloaded, "too many writes wait for the disk");
        auto ended = shared->writer->queue.finish(*waiting);
        const bool is_refused = !ended && ended.error().kind == fault::overloaded;
        if (is_refused && shared->on_refused) shared->on_refused();
        return ended;
    };
}

result<> sqlite_database::read_now(state& of, const std::function<void(connection&)>& body)
{
    const reading_gate::reading among(of.gate);
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
