#include <parlance/app/backup/read_backup.hpp>

#include <parlance/app/backup/backup_limits.hpp>
#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/durable_file.hpp>

#include <string>
#include <system_error>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

error refused(const fs::path& path, const std::string& why)
{
    return fail(fault::invalid_request, path.string() + " " + why);
}

result<> check_file(const fs::path& file, const local_folder::content_facts& noted,
                    const backup_watch& watched)
{
    constexpr const char* nothing_done = "; nothing was restored";
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(file, failed);
    if (failed) return refused(file, "is missing: " + failed.message() + nothing_done);
    if (size != noted.size_bytes) {
        return refused(file, "is damaged: it has " + std::to_string(size) + " bytes instead of " +
                                 std::to_string(noted.size_bytes) + nothing_done);
    }
    const auto facts = local_folder::read_facts(file, [&watched] { return watched.goes_on(); });
    if (!facts && facts.error().kind == fault::cancelled) return facts.error();
    if (!facts) return fail(fault::invalid_request, facts.error().detail + nothing_done);
    if (facts->hash == noted.hash) return {};
    return refused(
        file, std::string("is damaged: its bytes are not those that were written") + nothing_done);
}

}  // namespace

result<manifest> manifest_in(const fs::path& folder)
{
    std::error_code failed;
    if (!fs::is_directory(folder, failed)) return refused(folder, "is no folder");
    const fs::path file = folder / manifest_name;
    if (!fs::exists(file, failed)) {
        return refused(folder, "holds no finished backup: it has no " + std::string(manifest_name));
    }
    if (!fs::is_regular_file(file, failed) || fs::file_size(file, failed) > manifest_bytes_max) {
        return refused(file, "is none of a backup");
    }
    const auto text = local_folder::read_whole(file);
    if (!text) return refused(file, "cannot be read: " + text.error().detail);
    auto read = read_manifest(*text);
    if (!read) return while_doing(folder.string(), read.error());
    return read;
}

result<> check_files(const fs::path& folder, const manifest& holds, backup_watch& watched)
{
    const std::size_t total = holds.blobs.size() + 1;
    const std::string database(database_name(holds.store));
    watched.show({"Checking", 0, total, database});
    auto checked = check_file(folder / database, holds.database, watched);
    std::size_t done = 1;
    for (const auto& blob : holds.blobs) {
        if (!checked) return checked;
        watched.show({"Checking", done, total, blob.hash});
        checked = check_file(local_folder::file_for(folder / "blobs", blob.hash), blob, watched);
        ++done;
    }
    return checked;
}

std::uint64_t bytes_of(const manifest& holds)
{
    std::uint64_t bytes = holds.store == store_kind::sqlite ? holds.database.size_bytes : 0;
    for (const auto& blob : holds.blobs) bytes += blob.size_bytes;
    return bytes;
}

}  // namespace parlance::app
