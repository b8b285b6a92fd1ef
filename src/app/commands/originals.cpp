#include <parlance/app/commands/originals.hpp>

#include <parlance/app/commands/local_api.hpp>
#include <parlance/app/originals_report.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <chrono>
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

void show(const originals_report& report)
{
    print("Folder:         " + report.folder.string() +
          "\nFiles:          " + contents_text(report.contents) +
          "\nBelongs to:     " + id_text(report.owner, "nobody yet") +
          "\nThis database:  " + id_text(report.self, "has no id yet") + "\n\n");
}

void say_what_adopting_does(const originals_report& report)
{
    constexpr auto days = std::chrono::duration_cast<std::chrono::days>(knowledge::bin_kept_for);
    print(
        "To adopt them means: all files in the folder belong to this database. Those that none of "
        "its documents has go into the bin within an hour, and are erased " +
        std::to_string(days.count()) +
        " days later. Until then the database that they belong to now can adopt them back.\n");
    if (report.owner) {
        print("A server that still uses the database " + report.owner->text() +
              " erases nothing any more, and says so on its page.\n");
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
        print_json(originals_json(*seen));
    } else {
        show(*seen);
        print(std::string(state_text(seen->state)) + "\n");
    }
    return waits_for_a_decision(seen->state) ? not_done : 0;
}

int adopt_originals(agreement to_it)
{
    const auto seen = look();
    if (!seen) return report(seen.error());
    show(*seen);
    if (seen->state == originals_state::ours) {
        print(std::string(state_text(seen->state)) + "\n");
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
    print("\nDone: the files belong to this database.\n");
    return 0;
}

}  // namespace parlance::app
