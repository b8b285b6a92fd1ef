#include <parlance/app/backup/kept_database.hpp>

#include <parlance/local_folder/content_hash.hpp>
#include <parlance/sqlite/database_copy.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

/// Every original that the database names must be in the manifest, or be known to be missing: a
/// manifest from elsewhere would lose some.
result<> check_all_are_listed(const manifest& of,
                              const std::vector<knowledge::named_original>& originals)
{
    const auto is_before = [](const local_folder::content_facts& blob, const std::string& hash) {
        return blob.hash < hash;
    };
    for (const knowledge::named_original& original : originals) {
        const std::string& hash = original.content_hash;
        const auto found = std::lower_bound(of.blobs.begin(), of.blobs.end(), hash, is_before);
        const bool is_kept = found != of.blobs.end() && found->hash == hash;
        const bool is_missed = std::binary_search(of.missing.begin(), of.missing.end(), hash);
        if (is_kept || is_missed || !local_folder::is_content_hash(hash)) continue;
        return fail(fault::invalid_request, std::string(manifest_name) +
                                                " does not list the original of document " +
                                                original.document_id + ", which the database has");
    }
    return {};
}

class kept_sqlite : public kept_database {
public:
    explicit kept_sqlite(fs::path data) : data_(std::move(data)) {}

    [[nodiscard]] store_kind kind() const override { return store_kind::sqlite; }
    result<std::uint64_t> bytes_expected() override { return sqlite::bytes_to_copy(data_); }

    result<database_copy_facts> copy_to(const fs::path& file, backup_watch& watched) override
    {
        const auto shown = [&watched](sqlite::connection::copied_pages pages) {
            watched.show({"Copying the database, pages", static_cast<std::size_t>(pages.done),
                          static_cast<std::size_t>(pages.total), ""});
            return watched.goes_on();
        };
        auto copied = sqlite::copy_database(data_, file, shown);
        if (!copied) return copied.error();
        auto facts = sqlite::look_into_copy(file);
        if (!facts) return facts.error();
        return database_copy_facts{facts->schema_steps, 0, std::move(facts->originals)};
    }

    result<> check_copy(const manifest& of, const fs::path& file) override
    {
        const auto facts = sqlite::look_into_copy(file);
        if (!facts) return facts.error();
        return check_all_are_listed(of, facts->originals);
    }

    result<> fill_from(const fs::path&) override { return {}; }

private:
    fs::path data_;
};

}  // namespace

std::unique_ptr<kept_database> make_kept_sqlite(const server_settings& settled)
{
    return std::make_unique<kept_sqlite>(settled.data);
}

std::unique_ptr<kept_database> make_kept_database(const server_settings& settled,
                                                  const backup_watch& watched)
{
    if (settled.database) return make_kept_postgresql(settled, watched);
    return make_kept_sqlite(settled);
}

}  // namespace parlance::app
