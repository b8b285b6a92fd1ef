#include <parlance/sqlite/store_identity.hpp>

#include <parlance/sqlite/fence.hpp>
#include <parlance/sqlite/migrations.hpp>

#include <system_error>

namespace parlance::sqlite {
namespace {

namespace fs = std::filesystem;

bool has_table(connection& on, std::string_view name)
{
    query row(on, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name);
    return row.next();
}

/// As SQLite's own addresses of files spell a path.
std::string percent_encoded(const std::string& path)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '%' || letter == '?' || letter == '#') {
            encoded.append({'%', digits[byte >> 4U], digits[byte & 15U]});
        } else {
            encoded += letter;
        }
    }
    return encoded;
}

/// Without a log beside it nobody writes, and SQLite need not make files to share it with writers.
std::string address_of(const fs::path& file)
{
    std::error_code unknown;
    const bool is_quiet = !fs::exists(file.string() + "-wal", unknown);
    const std::string whole = percent_encoded(fs::absolute(file, unknown).string());
    return "file://" + whole + (is_quiet ? "?immutable=1" : "");
}

store_look look_at(connection& on)
{
    store_look seen;
    if (has_table(on, "store_identity")) seen.self = known_identity(on);
    if (has_table(on, "documents")) seen.held = holdings_of(on);
    return seen;
}

}  // namespace

std::optional<knowledge::store_id> known_identity(connection& on)
{
    query row(on, "SELECT id FROM store_identity");
    if (!row.next()) return std::nullopt;
    return knowledge::store_id(row.uuid(0));
}

result<knowledge::store_id> make_identity(connection& on, const knowledge::store_id& proposed)
{
    query(on, "INSERT OR IGNORE INTO store_identity (only_row, id) VALUES (1, ?)", proposed).run();
    const auto known = known_identity(on);
    if (!known) return fail(fault::internal, "the id of the database is not there");
    return *known;
}

knowledge::holdings holdings_of(connection& on)
{
    query added(on, "SELECT 1 FROM documents WHERE is_sample = 0 LIMIT 1");
    if (added.next()) return knowledge::holdings::documents;
    query any(on, "SELECT 1 FROM documents LIMIT 1");
    return any.next() ? knowledge::holdings::samples : knowledge::holdings::nothing;
}

std::vector<std::string> added_content(connection& on,
                                       const std::vector<std::string>& content_hashes)
{
    std::vector<std::string> added;
    for (const std::string& hash : content_hashes) {
        query used(on, "SELECT 1 FROM documents WHERE content_hash = ? AND is_sample = 0 LIMIT 1",
                   hash);
        if (used.next()) added.push_back(hash);
    }
    return added;
}

result<store_look> look_at_store(const fs::path& directory)
{
    store_look seen;
    const auto looked = fenced([&]() -> result<> {
        const fs::path file = directory / "parlance.db";
        std::error_code failed;
        if (!fs::exists(file, failed)) return {};
        connection on(address_of(file), access_mode::look);
        auto ours = check_ours(on);
        if (!ours) return ours;
        transaction look(on, transaction::kind::read);
        seen = look_at(on);
        return {};
    });
    if (!looked) {
        return while_doing("cannot look at the database in " + directory.string(), looked.error());
    }
    return seen;
}

}  // namespace parlance::sqlite
