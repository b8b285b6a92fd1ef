#include <parlance/app/commands/originals.hpp>

#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/originals_report.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <boost/json/serialize.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace parlance::app {
namespace {

constexpr int not_done = 1;

result<originals_report> look()
{
    settings from(environment());
    const auto settled = read_server_settings(from);
    if (!settled) return settled.error();
    return report_originals(*settled);
}

std::string id_text(const std::optional<knowledge::store_id>& id, const char* otherwise)
{
    return id ? id->text() : otherwise;
}

void print(const originals_report& report)
{
    std::printf("Folder:         %s\nFiles:          %s\n", report.folder.c_str(),
                contents_text(report.contents).c_str());
    std::printf("Belongs to:     %s\nThis database:  %s\n\n",
                id_text(report.owner, "nobody yet").c_str(),
                id_text(report.self, "has no id yet").c_str());
}

void say_what_adopting_does(const originals_report& report)
{
    constexpr auto days = std::chrono::duration_cast<std::chrono::days>(knowledge::bin_kept_for);
    std::printf(
        "To adopt them means: all files in the folder belong to this database. Those that none of "
        "its documents has go into the bin within an hour, and are erased %lld days later. Until "
        "then the database that they belong to now can adopt them back.\n",
        static_cast<long long>(days.count()));
    if (report.owner) {
        std::printf(
            "A server that still uses the database %s erases nothing any more, and says "
            "so on its page.\n",
            report.owner->text().c_str());
    }
}

result<> adopt(const originals_report& report)
{
    local_folder::blob_folder folder(report.folder);
    const auto mark = folder.work_for(*report.self);
    if (!mark) return mark.error();
    // What was shown is what is done.
    return folder.claim(report.owner);
}

}  // namespace

int show_originals(output_format as)
{
    const auto seen = look();
    if (!seen) return report(seen.error());
    if (as == output_format::json) {
        std::printf("%s\n", boost::json::serialize(originals_json(*seen)).c_str());
    } else {
        print(*seen);
        std::printf("%s\n", std::string(state_text(seen->state)).c_str());
    }
    return waits_for_a_decision(seen->state) ? not_done : 0;
}

int adopt_originals(agreement to_it)
{
    const auto seen = look();
    if (!seen) return report(seen.error());
    print(*seen);
    if (seen->state == originals_state::ours) {
        std::printf("%s\n", std::string(state_text(seen->state)).c_str());
        return 0;
    }
    if (!seen->self) {
        return report(fail(fault::conflict,
                           "this database has no id yet: start `parlance serve` with it once, look "
                           "at its page, then decide"));
    }
    say_what_adopting_does(*seen);
    if (to_it == agreement::asked_for) {
        return report(fail(fault::conflict,
                           "nothing was changed; to do it, run `parlance "
                           "originals adopt --yes`"));
    }
    const auto done = adopt(*seen);
    if (!done) return report(done.error());
    std::printf("\nDone: the files belong to this database.\n");
    return 0;
}

}  // namespace parlance::app
