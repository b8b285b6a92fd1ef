#include <parlance/app/settings_reference.hpp>

namespace parlance::app {

std::string settings_reference(const settings& from)
{
    std::string page =
        "# Settings\n\n"
        "Read from the environment once at start; all mistakes are reported together, and an "
        "unknown name that begins with `PARLANCE_` is one. This page is generated: "
        "`UPDATE_REFERENCE=1 ./dev test unit -k settings_reference`.\n\n"
        "| name | default | what it says |\n| --- | --- | --- |\n";
    for (const setting& one : from.asked()) {
        const std::string usual = one.default_value.empty() ? "–" : "`" + one.default_value + "`";
        page += "| `" + one.name + "` | " + usual + " | " + one.description +
                (one.is_secret ? " (secret)" : "") + " |\n";
    }
    return page;
}

}  // namespace parlance::app
