#include <parlance/app/backup/kept_database.hpp>

#include <parlance/postgresql/database_dump.hpp>
#include <parlance/postgresql/database_restore.hpp>
#include <parlance/postgresql/migrations.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/json_log.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t jobs_max = 8;  // names that are looked up, pg_dump
constexpr int for_its_owner = 0600;

/// pg_dump would make it readable for everybody.
result<> make_file(const fs::path& file)
{
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, for_its_owner);
    if (made < 0) {
        return fail(fault::overloaded, file.string() + " cannot be written: " +
                                           std::generic_category().message(errno));
    }
    ::close(made);
    return {};
}

/// pg_dump's words for a full disk are those of its system.
error of_the_dump(error cause, const fs::path& file)
{
    if (cause.detail.find("No space left on device") == std::string::npos) return cause;
    return fail(fault::overloaded,
                "storage full: the disk of " + file.parent_path().string() + " has no room");
}

class kept_postgresql : public kept_database {
public:
    kept_postgresql(const server_settings& settled, const backup_watch& watched)
        : where_(settled.database->direct.value_or(settled.database->database)),
          around_{environment(), [&watched] { return watched.goes_on(); }},
          log_(now_, stderr, log_level::error),
          threads_(1),
          tasks_(threads_, log_),
          pool_(2, jobs_max)
    {
        threads_.start();
    }
    ~kept_postgresql() override { threads_.finish(); }
    kept_postgresql(const kept_postgresql&) = delete;
    kept_postgresql& operator=(const kept_postgresql&) = delete;

    [[nodiscard]] store_kind kind() const override { return store_kind::postgresql; }

    result<std::uint64_t> bytes_expected() override
    {
        return runtime::block_on(tasks_, "bytes_to_dump",
                                 postgresql::bytes_to_dump(where_, collaborators()));
    }

    result<database_copy_facts> copy_to(const fs::path& file, backup_watch& watched) override
    {
        watched.show({"Copying the database with pg_dump,", 0, 1, where_.shown});
        auto made = make_file(file);
        if (!made) return made.error();
        postgresql::dump_order order{file, around_};
        auto facts = runtime::block_on(
            tasks_, "dump", postgresql::dump_database(where_, collaborators(), std::move(order)));
        if (!facts) return of_the_dump(facts.error(), file);
        return database_copy_facts{facts->schema_steps, facts->server_version,
                                   std::move(facts->originals)};
    }

    result<> check_copy(const manifest& of, const fs::path& file) override
    {
        if (of.schema_steps > postgresql::known_migrations().size()) {
            return fail(fault::invalid_request, "the backup was written by a newer parlance (" +
                                                    of.made_by +
                                                    "): use that version, or a newer one");
        }
        auto readable = postgresql::check_dump(file, around_);
        if (!readable) return readable;
        postgresql::restore_needs needs{of.server_version, around_};
        return runtime::block_on(
            tasks_, "look", postgresql::check_is_empty(where_, collaborators(), std::move(needs)));
    }

    result<> fill_from(const fs::path& file) override
    {
        return postgresql::restore_dump(where_, file, around_);
    }

private:
    postgresql::collaborators collaborators() { return {pool_, tasks_, now_, random_, log_}; }

    postgresql::config where_;
    postgresql::client_surroundings around_;
    runtime::system_clock now_;
    runtime::system_random random_;
    runtime::json_log log_;
    runtime::io_threads threads_;
    runtime::supervisor tasks_;
    runtime::blocking_pool pool_;
};

}  // namespace

std::unique_ptr<kept_database> make_kept_postgresql(const server_settings& settled,
                                                    const backup_watch& watched)
{
    return std::make_unique<kept_postgresql>(settled, watched);
}

}  // namespace parlance::app
