#include <parlance/app/backup/manifest.hpp>

#include <parlance/app/backup/backup_limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/local_folder/content_hash.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace parlance::app {
namespace json = boost::json;
namespace {

constexpr std::string_view format_name = "parlance-backup";
constexpr std::uint64_t format_version = 1;
constexpr std::string_view sum_start = ",\"manifest_sha256\":\"";
constexpr std::string_view sum_end = "\"}\n";
constexpr std::size_t sum_digits = 64;
constexpr std::size_t seal_bytes = sum_start.size() + sum_digits + sum_end.size();

std::string_view name_of(store_kind store)
{
    return store == store_kind::sqlite ? "sqlite" : "postgresql";
}

error refused(const std::string& why)
{
    return fail(fault::invalid_request, std::string(manifest_name) + " " + why);
}

json::object file_object(const local_folder::content_facts& facts)
{
    return {{"sha256", facts.hash}, {"size_bytes", facts.size_bytes}};
}

/// The line without its own hash, when that is right.
std::optional<std::string> unsealed(std::string_view text)
{
    if (text.size() <= seal_bytes || !text.ends_with(sum_end)) return std::nullopt;
    const std::string_view seal = text.substr(text.size() - seal_bytes);
    if (!seal.starts_with(sum_start)) return std::nullopt;
    std::string line(text.substr(0, text.size() - seal_bytes));
    line += '}';
    const std::string_view sum = seal.substr(sum_start.size(), sum_digits);
    if (local_folder::content_hash_of(line) != sum) return std::nullopt;
    return line;
}

/// Takes fields out of an object one by one; the first that is not as it must be spoils it.
class fields {
public:
    explicit fields(const json::object& from) : from_(from) {}

    std::string text(std::string_view name)
    {
        const json::value* value = find(name);
        const json::string* read = value == nullptr ? nullptr : value->if_string();
        const bool is_one = read != nullptr && read->size() <= manifest_text_bytes_max &&
                            is_utf8(std::string_view(*read));
        if (!is_one) return spoil(std::string());
        return std::string(*read);
    }
    std::uint64_t number(std::string_view name)
    {
        const json::value* value = find(name);
        const std::int64_t* read = value == nullptr ? nullptr : value->if_int64();
        const bool is_one = read != nullptr && *read >= 0 &&
                            static_cast<std::uint64_t>(*read) <= backup_file_bytes_max;
        return is_one ? static_cast<std::uint64_t>(*read) : spoil(std::uint64_t{0});
    }
    bool claim(std::string_view name)
    {
        const json::value* value = find(name);
        const bool* read = value == nullptr ? nullptr : value->if_bool();
        return read != nullptr ? *read : spoil(false);
    }
    const json::array& list(std::string_view name)
    {
        static const json::array none;
        const json::value* value = find(name);
        const json::array* read = value == nullptr ? nullptr : value->if_array();
        if (read != nullptr && read->size() <= backup_originals_max) return *read;
        is_spoilt_ = true;
        return none;
    }
    local_folder::content_facts file(const json::value* value)
    {
        const json::object* read = value == nullptr ? nullptr : value->if_object();
        if (read == nullptr) return spoil(local_folder::content_facts());
        fields inner(*read);
        local_folder::content_facts facts{inner.number("size_bytes"), inner.text("sha256")};
        if (!inner.is_fine() || !local_folder::is_content_hash(facts.hash)) is_spoilt_ = true;
        return facts;
    }
    const json::value* find(std::string_view name)
    {
        ++asked_;
        return from_.if_contains(name);
    }
    void spoil_unless(bool is_right) { is_spoilt_ = is_spoilt_ || !is_right; }
    /// Also false when there is a field that nobody asked for.
    [[nodiscard]] bool is_fine() const { return !is_spoilt_ && asked_ == from_.size(); }

private:
    template <class Value>
    Value spoil(Value instead)
    {
        is_spoilt_ = true;
        return instead;
    }
    const json::object& from_;
    std::size_t asked_ = 0;
    bool is_spoilt_ = false;
};

store_kind read_store(fields& from)
{
    const std::string name = from.text("store");
    from.spoil_unless(name == name_of(store_kind::sqlite) ||
                      name == name_of(store_kind::postgresql));
    return name == name_of(store_kind::sqlite) ? store_kind::sqlite : store_kind::postgresql;
}

/// In order, none twice.
void read_blobs(fields& from, manifest& to)
{
    for (const json::value& listed : from.list("blobs")) {
        local_folder::content_facts facts = from.file(&listed);
        from.spoil_unless(to.blobs.empty() || to.blobs.back().hash < facts.hash);
        to.blobs.push_back(std::move(facts));
    }
    for (const json::value& listed : from.list("missing")) {
        const json::string* hash = listed.if_string();
        const std::string text = hash == nullptr ? std::string() : std::string(*hash);
        from.spoil_unless(local_folder::is_content_hash(text));
        from.spoil_unless(to.missing.empty() || to.missing.back() < text);
        to.missing.push_back(text);
    }
}

result<manifest> read_fields(const json::object& object)
{
    fields from(object);
    from.spoil_unless(from.text("format") == format_name);
    const std::uint64_t version = from.number("version");
    if (version > format_version) {
        return refused("was written by a newer parlance: use that one, or a newer one");
    }
    from.spoil_unless(version == format_version);
    manifest read;
    read.made_by = from.text("made_by");
    read.made_at = from.text("made_at");
    read.store = read_store(from);
    read.schema_steps = from.number("schema_steps");
    read.server_version = static_cast<std::int64_t>(from.number("server_version"));
    read.has_samples = from.claim("has_samples");
    read.database = from.file(from.find("database"));
    read_blobs(from, read);
    if (!from.is_fine()) return refused("is none of a backup");
    return read;
}

}  // namespace

std::string_view database_name(store_kind store)
{
    return store == store_kind::sqlite ? "parlance.db" : "database.dump";
}

std::string manifest_text(const manifest& of)
{
    json::array blobs;
    for (const auto& blob : of.blobs) blobs.push_back(file_object(blob));
    json::array missing;
    for (const std::string& hash : of.missing) missing.emplace_back(hash);
    const json::object whole{{"format", format_name},
                             {"version", format_version},
                             {"made_by", of.made_by},
                             {"made_at", of.made_at},
                             {"store", name_of(of.store)},
                             {"schema_steps", of.schema_steps},
                             {"server_version", of.server_version},
                             {"has_samples", of.has_samples},
                             {"database", file_object(of.database)},
                             {"blobs", std::move(blobs)},
                             {"missing", std::move(missing)}};
    std::string line = json::serialize(whole);
    const std::string sum = local_folder::content_hash_of(line);
    line.pop_back();  // the brace, which comes back behind the hash
    line.append(sum_start).append(sum).append(sum_end);
    return line;
}

result<manifest> read_manifest(std::string_view text)
{
    if (text.size() > manifest_bytes_max) return refused("is too large to be one");
    const auto line = unsealed(text);
    if (!line) {
        return refused("is damaged: it does not match the hash at its end, or has none");
    }
    boost::system::error_code failed;
    const json::value value = json::parse(*line, failed);
    if (failed || !value.is_object()) return refused("is none of a backup");
    return read_fields(value.get_object());
}

}  // namespace parlance::app
