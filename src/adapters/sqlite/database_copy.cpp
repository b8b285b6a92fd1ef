#include <parlance/sqlite/database_copy.hpp>

#include <parlance/sqlite/fence.hpp>
#include <parlance/sqlite/migrations.hpp>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace parlance::sqlite {
namespace fs = std::filesystem;
namespace {

constexpr int for_its_owner = 0600;

fs::path database_in(const fs::path& directory)
{
    return directory / "parlance.db";
}

std::uint64_t size_of(const fs::path& file)
{
    std::error_code none;
    const std::uintmax_t size = fs::file_size(file, none);
    return none ? 0 : size;
}

/// Anew and empty, so that SQLite, which asks for 0644, finds it there.
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

/// The copy may be on another disk than the data directory, which the sentences of a connection
/// speak of.
error of_the_copy(error cause, const fs::path& file)
{
    if (cause.detail.starts_with("storage full")) {
        cause.detail = "storage full: the disk of " + file.parent_path().string() + " has no room";
    }
    return cause;
}

result<> look_over(connection& on)
{
    query check(on, "PRAGMA quick_check(1)");
    const std::string said = check.next() ? check.text(0) : "nothing";
    if (said == "ok") return {};
    return fail(fault::internal, "the database is damaged (" + said + "), so it cannot be copied");
}

result<> copy_all(const fs::path& from, const fs::path& to,
                  const std::function<bool(connection::copied_pages)>& goes_on)
{
    connection source(from.string(), access_mode::read_only);
    connection copy(to.string(), access_mode::read_write);
    if (!source.copy_into(copy, goes_on)) return fail(fault::cancelled, "stopped");
    // The source is in WAL mode, and so is its first page: without it the file stands alone.
    copy.execute("PRAGMA journal_mode = DELETE");
    return look_over(copy);
}

void remove_copy(const fs::path& file)
{
    std::error_code ignored;
    for (const char* const end : {"", "-journal", "-wal", "-shm"}) {
        fs::remove(file.string() + end, ignored);
    }
}

knowledge::named_original original_in(const query& row)
{
    return {.content_hash = row.text(0),
            .size_bytes = static_cast<std::uint64_t>(row.integer(1)),
            .document_id = format_uuid(row.uuid(2)),
            .file_name = row.text(3)};
}

result<std::size_t> known_steps(connection& on)
{
    auto ours = check_ours(on);
    if (!ours) return ours.error();
    auto steps = steps_done(on, known_migrations());
    if (steps && *steps == 0) {
        return fail(fault::invalid_request, "the database is empty: there is nothing in it");
    }
    return steps;
}

}  // namespace

result<std::uint64_t> bytes_to_copy(const fs::path& directory)
{
    const fs::path file = database_in(directory);
    std::error_code unknown;
    if (!fs::exists(file, unknown)) {
        return fail(fault::invalid_request, "there is no database in " + directory.string() +
                                                ": is PARLANCE_DATA the right folder?");
    }
    std::uint64_t bytes = size_of(file) + size_of(file.string() + "-wal");
    const auto looked = fenced([&]() -> result<> {
        connection on(file.string(), access_mode::read_only);
        const auto steps = known_steps(on);
        if (!steps) return steps.error();
        query sum(on,
                  "SELECT coalesce(sum(size), 0) FROM (SELECT max(size_bytes) AS size "
                  "FROM documents GROUP BY content_hash)");
        if (sum.next()) bytes += static_cast<std::uint64_t>(sum.integer(0));
        return {};
    });
    if (!looked) return while_doing("cannot read " + file.string(), looked.error());
    return bytes;
}

result<> copy_database(const fs::path& directory, const fs::path& to,
                       const std::function<bool(connection::copied_pages)>& goes_on)
{
    auto made = make_file(to);
    if (!made) return made;
    const auto copied = fenced([&] { return copy_all(database_in(directory), to, goes_on); });
    if (copied) return {};
    remove_copy(to);
    return of_the_copy(copied.error(), to);
}

result<copy_facts> look_into_copy(const fs::path& file)
{
    copy_facts facts;
    const auto looked = fenced([&]() -> result<> {
        connection on(file.string(), access_mode::read_only);
        const auto steps = known_steps(on);
        if (!steps) return steps.error();
        facts.schema_steps = *steps;
        query rows(on,
                   "SELECT content_hash, size_bytes, id, file_name FROM documents "
                   "ORDER BY content_hash, seq");
        while (rows.next()) facts.originals.push_back(original_in(rows));
        return {};
    });
    if (!looked) return while_doing("cannot read " + file.string(), looked.error());
    return facts;
}

}  // namespace parlance::sqlite
