#include <parlance/app/commands/backup.hpp>

#include <parlance/app/backup/read_backup.hpp>
#include <parlance/app/backup/restore_backup.hpp>
#include <parlance/app/backup/write_backup.hpp>
#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/commands/watched_work.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/foundation/time.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace parlance::app {
namespace json = boost::json;
namespace {

constexpr int originals_missing = 3;

std::string now_as_text()
{
    const runtime::system_clock clock;
    return format_time(clock.wall());
}

std::string in_people_units(std::uint64_t bytes)
{
    constexpr std::uint64_t kibibyte = 1024;
    if (bytes < kibibyte * kibibyte)
        return std::to_string((bytes + kibibyte - 1) / kibibyte) + " KiB";
    return std::to_string(bytes / kibibyte / kibibyte) + " MiB";
}

std::uint64_t blob_bytes(const manifest& of)
{
    std::uint64_t bytes = 0;
    for (const auto& blob : of.blobs) bytes += blob.size_bytes;
    return bytes;
}

std::string counted(std::size_t count, const char* what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string summary_of(const manifest& of)
{
    return "the database (" + in_people_units(of.database.size_bytes) + ") and " +
           counted(of.blobs.size(), "original") + " (" + in_people_units(blob_bytes(of)) + ")";
}

json::object fields_of(const manifest& of)
{
    return {{"made_at", of.made_at},
            {"store", of.store == store_kind::sqlite ? "sqlite" : "postgresql"},
            {"database_bytes", of.database.size_bytes},
            {"originals", of.blobs.size()},
            {"originals_bytes", blob_bytes(of)},
            {"originals_missing", of.missing.size()}};
}

void print_as_json(const written_backup& written)
{
    json::object whole = fields_of(written.holds);
    whole["folder"] = written.folder.string();
    json::array missed;
    for (const missed_original& document : written.missed) {
        missed.push_back(json::object{{"document_id", document.named.document_id},
                                      {"file_name", document.named.file_name},
                                      {"why", document.why}});
    }
    whole["missing"] = std::move(missed);
    print_json(whole);
}

void print_text(const written_backup& written)
{
    for (const missed_original& document : written.missed) {
        print_error(document.named.file_name + " (" + document.named.document_id +
                    "): its original " + document.why + "\n");
    }
    const std::string missed =
        written.missed.empty()
            ? std::string()
            : "; " + counted(written.holds.missing.size(), "original") + " not in it";
    print("Backed up to " + written.folder.string() + ": " + summary_of(written.holds) + missed +
          ".\n");
}

void print_as_json(const finished_restore& done, const std::string& data)
{
    json::object whole = fields_of(done.holds);
    whole["data_directory"] = data;
    whole["put_aside"] = done.aside ? json::value(done.aside->string()) : json::value(nullptr);
    print_json(whole);
}

void print_text(const finished_restore& done, const std::string& data)
{
    print("Restored to " + data + ", as of " + done.holds.made_at + ": " + summary_of(done.holds) +
          ".\n");
    if (!done.holds.missing.empty()) {
        print(counted(done.holds.missing.size(), "original") +
              " had been missing already when the backup was made.\n");
    }
    if (done.aside) print("What was there before is in " + done.aside->string() + ".\n");
}

}  // namespace

int back_up(const backup_options& how)
{
    settings from(environment());
    const auto settled = read_server_settings(from);
    if (!settled) return report(settled.error());
    watched_work watched;
    const auto database = make_kept_database(*settled, watched);
    const auto written =
        write_backup({how.folder, settled->data, now_as_text()}, *database, watched);
    watched.clear();
    if (!written) return report(written.error());
    if (how.as == output_format::json) print_as_json(*written);
    else print_text(*written);
    return written->missed.empty() ? 0 : originals_missing;
}

int restore(const restore_options& how)
{
    settings from(environment());
    const auto settled = read_server_settings(from);
    if (!settled) return report(settled.error());
    watched_work watched;
    const auto database = make_kept_database(*settled, watched);
    restore_order order{how.folder, settled->data, existing_data::refuse, now_as_text()};
    if (how.replaces) order.found = existing_data::put_aside;
    const auto done = restore_backup(order, *database, watched);
    watched.clear();
    if (!done) return report(done.error());
    if (how.as == output_format::json) print_as_json(*done, settled->data.string());
    else print_text(*done, settled->data.string());
    return 0;
}

}  // namespace parlance::app
