#include <parlance/app/backup/write_backup.hpp>

#include <parlance/app/backup/backup_limits.hpp>
#include <parlance/app/backup/data_swap.hpp>
#include <parlance/app/backup/folder_checks.hpp>
#include <parlance/app/version.hpp>
#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/durable_file.hpp>

#include <system_error>
#include <utility>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

error cannot_make(const fs::path& folder, const std::error_code& failed)
{
    return fail(fault::invalid_request, folder.string() + " cannot be made: " + failed.message());
}

/// The folder of a backup, for its owner only. What was put into it goes again unless it is kept.
class begun_folder {
public:
    explicit begun_folder(fs::path folder) : folder_(std::move(folder)) {}
    ~begun_folder()
    {
        if (is_begun_) remove();
    }
    begun_folder(const begun_folder&) = delete;
    begun_folder& operator=(const begun_folder&) = delete;

    result<> begin()
    {
        std::error_code failed;
        is_ours_ = fs::create_directory(folder_, failed);
        if (failed) return cannot_make(folder_, failed);
        is_begun_ = true;
        fs::permissions(folder_, fs::perms::owner_all, failed);
        if (failed) return cannot_make(folder_, failed);
        return {};
    }
    void keep() { is_begun_ = false; }

private:
    void remove()
    {
        std::error_code ignored;
        if (is_ours_) {
            fs::remove_all(folder_, ignored);
            return;
        }
        // It was empty: everything in it is ours.
        for (fs::directory_iterator at(folder_, ignored), end; at != end; at.increment(ignored)) {
            fs::remove_all(at->path(), ignored);
        }
    }

    fs::path folder_;
    bool is_begun_ = false;
    bool is_ours_ = false;
};

result<> make_drawer(const fs::path& drawer)
{
    std::error_code failed;
    fs::create_directories(drawer, failed);
    if (!failed) fs::permissions(drawer, fs::perms::owner_all, failed);
    if (failed) {
        return fail(fault::overloaded, drawer.string() + " cannot be made: " + failed.message());
    }
    return {};
}

/// Copies originals one by one.
class original_copies {
public:
    original_copies(const backup_order& order, backup_watch& watched)
        : from_(order.data / "blobs"), to_(order.folder / "blobs"), watched_(watched)
    {
    }

    /// @param all  by hash; of equal ones each document.
    result<> copy(const std::vector<knowledge::named_original>& all)
    {
        auto made = make_drawer(to_);
        std::string hash;
        for (std::size_t at = 0; made && at < all.size(); ++at) {
            watched_.show({"Copying originals,", at, all.size(), all[at].file_name});
            if (at == 0 || all[at].content_hash != hash) {
                hash = all[at].content_hash;
                made = copy_one(hash);
            }
            if (!why_not_.empty()) missed.push_back({all[at], why_not_});
        }
        return made;
    }

    std::vector<local_folder::content_facts> copied;
    std::vector<std::string> missing;
    std::vector<missed_original> missed;

private:
    result<> copy_one(const std::string& hash)
    {
        why_not_.clear();
        if (!local_folder::is_content_hash(hash)) {
            why_not_ = "has no name of an original";
            return {};
        }
        const fs::path to = local_folder::file_for(to_, hash);
        auto made = make_drawer(to.parent_path());
        if (!made) return made;
        const fs::path from = local_folder::file_for(from_, hash);
        auto facts = local_folder::copy_verified(from, to, [this] { return watched_.goes_on(); });
        if (!facts) return miss(hash, facts.error());
        if (facts->hash != hash) {
            std::error_code ignored;
            fs::remove(to, ignored);
            return miss(hash, fail(fault::internal, "is damaged"));
        }
        copied.push_back(std::move(*facts));
        return {};
    }

    /// What is wrong with the source is told; what is wrong with the copy ends everything.
    result<> miss(const std::string& hash, const error& cause)
    {
        const bool is_source = cause.kind == fault::not_found || cause.kind == fault::internal;
        if (!is_source) return cause;
        why_not_ = cause.kind == fault::not_found ? "is missing" : cause.detail;
        missing.push_back(hash);
        return {};
    }

    fs::path from_;
    fs::path to_;
    backup_watch& watched_;
    std::string why_not_;  // the original at hand is not among those copied
};

/// Everything that would make it useless, or destroy something.
result<> check_before(const backup_order& order, kept_database& from)
{
    auto whole = check_no_restore_is_unfinished(order.data);
    if (!whole) return whole;
    auto apart = check_apart(order.folder, order.data);
    if (!apart) return apart;
    auto fresh = check_new(order.folder);
    if (!fresh) return fresh;
    const auto bytes = from.bytes_expected();
    if (!bytes) return bytes.error();
    return check_room(order.folder, *bytes);
}

/// Fills the folder, the manifest last.
result<written_backup> fill(const backup_order& order, kept_database& from, backup_watch& watched)
{
    written_backup done{order.folder, {}, {}};
    manifest& holds = done.holds;
    holds.made_by = version;
    holds.made_at = order.made_at;
    holds.store = from.kind();
    const fs::path database = order.folder / database_name(holds.store);
    const auto facts = from.copy_to(database, watched);
    if (!facts) return facts.error();
    if (facts->originals.size() > backup_originals_max) {
        return fail(fault::invalid_request, "the database names more than " +
                                                std::to_string(backup_originals_max) +
                                                " documents, which no backup can hold");
    }
    holds.schema_steps = facts->schema_steps;
    holds.server_version = facts->server_version;
    std::error_code unknown;
    holds.has_samples = fs::exists(order.data / samples_marker, unknown);

    original_copies copies(order, watched);
    const auto copied = copies.copy(facts->originals);
    if (!copied) return copied.error();
    holds.blobs = std::move(copies.copied);
    holds.missing = std::move(copies.missing);
    done.missed = std::move(copies.missed);
    auto hashed = local_folder::read_facts(database, [&watched] { return watched.goes_on(); });
    if (!hashed) return hashed.error();
    holds.database = std::move(*hashed);

    auto kept = local_folder::keep_everything_in(order.folder);
    if (!kept) return kept.error();
    auto listed = local_folder::write_durably(order.folder / manifest_name, manifest_text(holds));
    if (!listed) return while_doing("the manifest of " + order.folder.string(), listed.error());
    return done;
}

}  // namespace

result<written_backup> write_backup(const backup_order& order, kept_database& from,
                                    backup_watch& watched)
{
    auto folder = real_folder(order.folder);
    if (!folder) return folder.error();
    backup_order real = order;
    real.folder = std::move(*folder);
    const auto checked = check_before(real, from);
    if (!checked) return checked.error();
    begun_folder begun(real.folder);
    const auto made = begun.begin();
    if (!made) return made.error();
    auto written = fill(real, from, watched);
    if (written) begun.keep();
    return written;
}

}  // namespace parlance::app
