#include <parlance/app/originals_report.hpp>

#include <parlance/foundation/finish_by.hpp>
#include <parlance/postgresql/store_identity.hpp>
#include <parlance/runtime/block_on.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/json_log.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>
#include <parlance/runtime/system_random.hpp>
#include <parlance/sqlite/store_identity.hpp>

#include <chrono>
#include <cstdio>
#include <utility>

namespace parlance::app {
namespace {

constexpr std::size_t jobs_max = 8;               // names that are looked up
constexpr std::chrono::seconds looks_at_most{5};  // somebody waits for the command

struct database_look {
    std::optional<knowledge::store_id> self;
    knowledge::holdings held;
};

result<database_look> look_at_postgresql(const postgresql::database_settings& at)
{
    const runtime::system_clock now;
    runtime::system_random random;
    runtime::json_log log(now, stderr, log_level::error);
    runtime::io_threads threads(1);
    runtime::supervisor tasks(threads, log);
    runtime::blocking_pool pool(1, jobs_max);
    threads.start();
    call_scope scope;
    scope.deadline = now.steady() + looks_at_most;
    auto looking = postgresql::look_at_store(at.database, {pool, tasks, now, random, log});
    const auto seen = runtime::block_on(
        tasks, "look", finish_by<postgresql::store_look>(scope, std::move(looking)));
    threads.finish();
    if (!seen) return while_doing("the database cannot be asked", seen.error());
    return database_look{seen->self, seen->held};
}

result<database_look> look_at_database(const server_settings& settled)
{
    if (settled.database) return look_at_postgresql(*settled.database);
    const auto seen = sqlite::look_at_store(settled.data);
    if (!seen) return seen.error();
    return database_look{seen->self, seen->held};
}

originals_state state_of(const local_folder::folder_mark& mark, const database_look& database,
                         const local_folder::folder_contents& contents)
{
    if (mark.owner && mark.owner == database.self) return originals_state::ours;
    if (contents.files + contents.files_in_bin == 0) return originals_state::no_files;
    if (database.held == knowledge::holdings::nothing) return originals_state::without_documents;
    const bool is_disowned = database.self && mark.is_disowned_by(*database.self);
    if (mark.owner || is_disowned) return originals_state::of_another_database;
    return originals_state::undecided;
}

std::string counted(std::uint64_t files, std::uint64_t bytes)
{
    if (files == 0) return "none";
    return std::to_string(files) + (files == 1 ? " file, " : " files, ") + std::to_string(bytes) +
           " bytes";
}

}  // namespace

std::string_view name_of(originals_state state)
{
    switch (state) {
        case originals_state::ours: return "ours";
        case originals_state::no_files: return "no_files";
        case originals_state::undecided: return "undecided";
        case originals_state::of_another_database: return "of_another_database";
        case originals_state::without_documents: return "without_documents";
    }
    return "";
}

bool waits_for_a_decision(originals_state state)
{
    return state == originals_state::of_another_database ||
           state == originals_state::without_documents;
}

std::string_view state_text(originals_state state)
{
    switch (state) {
        case originals_state::ours: return "The original files belong to this database.";
        case originals_state::no_files: return "There are no original files yet.";
        case originals_state::undecided:
            return "The original files bear no mark yet. The next start of the server gives them "
                   "to "
                   "this database when one of its documents has its file there.";
        case originals_state::of_another_database:
            return "The original files belong to another database than the one that is configured. "
                   "Nothing is erased. Configure that database again; or, if this one is meant, "
                   "give it the files with `parlance originals adopt`.";
        case originals_state::without_documents:
            return "The database has no documents, but there are original files: the database may "
                   "be lost, or another one is meant. Nothing is erased. Put the database back or "
                   "configure it again; or, if it is gone for good, give the files to this one "
                   "with `parlance originals adopt`.";
    }
    return "";
}

std::string contents_text(const local_folder::folder_contents& contents)
{
    return counted(contents.files, contents.bytes) +
           "; in the bin: " + counted(contents.files_in_bin, contents.bytes_in_bin);
}

result<originals_report> report_originals(const server_settings& settled)
{
    originals_report report;
    report.folder = originals_folder(settled);
    const auto mark = local_folder::read_mark(report.folder);
    if (!mark) return mark.error();
    const local_folder::blob_folder folder(report.folder);
    const auto contents = folder.look();
    if (!contents) return contents.error();
    const auto database = look_at_database(settled);
    if (!database) return database.error();
    report.contents = *contents;
    report.owner = mark->owner;
    report.self = database->self;
    report.state = state_of(*mark, *database, *contents);
    return report;
}

boost::json::object originals_json(const originals_report& report)
{
    const auto& contents = report.contents;
    boost::json::object all{{"state", name_of(report.state)},
                            {"folder", report.folder.string()},
                            {"files", contents.files},
                            {"bytes", contents.bytes},
                            {"files_in_bin", contents.files_in_bin},
                            {"bytes_in_bin", contents.bytes_in_bin}};
    if (report.owner) all["belongs_to"] = report.owner->text();
    if (report.self) all["database_id"] = report.self->text();
    return all;
}

}  // namespace parlance::app
