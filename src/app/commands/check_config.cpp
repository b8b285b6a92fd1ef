#include <parlance/app/commands/check_config.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/data_directory_check.hpp>
#include <parlance/app/originals_report.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/egress/target_url.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <utility>

namespace parlance::app {
namespace {

constexpr int to_be_decided = 1;
constexpr int wrong_settings = 2;

bool is_of_the_system(const std::string& name)
{
    return name == "HOME" || name == "XDG_DATA_HOME" || name == "NO_COLOR" || name == "TERM";
}

/// A value as it may be shown: where a URL has a user and a password, nobody wanted them there.
std::string shown(std::string value)
{
    const auto scheme = value.find("://");
    const auto at = value.rfind('@');
    if (scheme == std::string::npos || at == std::string::npos || at < scheme) return value;
    constexpr std::size_t scheme_end = 3;
    return value.replace(scheme + scheme_end, at - scheme - scheme_end, "***");
}

std::string destination_of(const server_settings& settled)
{
    return settled.model ? openai_compatible::destination(*settled.model) : "this machine";
}

/// Everything that was found out.
struct findings {
    std::vector<effective_setting> settings;
    result<server_settings> read;
    std::optional<result<originals_report>> originals;  // nothing: the settings are wrong
};

/// The settings, unless their data directory cannot be one.
result<server_settings> checked(result<server_settings> read)
{
    if (!read) return read;
    const auto mistake = data_directory_mistake(read->data);
    if (mistake) return fail(fault::invalid_request, "PARLANCE_DATA: " + *mistake);
    return read;
}

bool is_wrong(const error& cause)
{
    return cause.kind == fault::invalid_request || cause.kind == fault::internal;
}

bool has_to_be_decided(const findings& found)
{
    return found.originals && *found.originals && waits_for_a_decision((*found.originals)->state);
}

void print_originals(const result<originals_report>& originals)
{
    if (!originals) {
        print("Original files: not looked at: " + originals.error().detail + "\n");
        return;
    }
    print("Original files: " + contents_text(originals->contents) + "\n");
    if (waits_for_a_decision(originals->state)) return;
    print(std::string(state_text(originals->state)) + "\n");
}

/// The proxy that text passes on its way there; "" = none.
std::string proxy_of(const server_settings& settled)
{
    const bool is_passed = settled.model && settled.way_out.proxy &&
                           !egress::stays_here(egress::host_of(settled.model->base_url));
    return is_passed ? settled.way_out.proxy->shown : "";
}

/// Where people and text go, and what to be wary of.
void print_address(const server_settings& read)
{
    const std::string proxy = proxy_of(read);
    print("Text goes to: " + destination_of(read) +
          (proxy.empty() ? "" : " through the proxy " + proxy) +
          "\nPeople use: " + read.address.for_people(read.http_port) + "\n");
    if (read.address.is_open_to_anyone()) {
        print("Open to anyone: " + open_to_anyone_notice(read.address) + "\n");
    }
    for (const std::string& warning : read.way_out.warnings) print("Warning: " + warning + ".\n");
}

void print_text(const findings& found)
{
    std::vector<std::vector<std::string>> rows{{"SETTING", "VALUE", ""}};
    for (const effective_setting& one : found.settings) {
        rows.push_back({one.name, one.value.empty() ? "(unset)" : one.value,
                        one.is_default ? "default" : "from the environment"});
    }
    print(columns(rows));
    if (!found.read) {
        print_error("parlance: " + found.read.error().detail + "\n");
        return;
    }
    print("\nData directory: " + found.read->data.string() + "\n");
    print_originals(*found.originals);
    print_address(*found.read);
    if (has_to_be_decided(found)) {
        print_error("parlance: " + std::string(state_text((*found.originals)->state)) + "\n");
    } else {
        print("These settings are fine.\n");
    }
}

void print_as_json(const findings& found)
{
    boost::json::array settings;
    for (const effective_setting& one : found.settings) {
        settings.push_back(boost::json::object{
            {"name", one.name}, {"value", one.value}, {"is_default", one.is_default}});
    }
    boost::json::object whole{{"settings", std::move(settings)},
                              {"is_valid", found.read.has_value()}};
    if (found.read) {
        whole["data_directory"] = found.read->data.string();
        whole["destination"] = destination_of(*found.read);
        whole["address"] = found.read->address.for_people(found.read->http_port);
        whole["is_open_to_anyone"] = found.read->address.is_open_to_anyone();
        whole["proxy"] = proxy_of(*found.read);
        whole["warnings"] = boost::json::array(found.read->way_out.warnings.begin(),
                                               found.read->way_out.warnings.end());
    } else {
        whole["mistakes"] = found.read.error().detail;
    }
    if (found.originals && *found.originals) {
        whole["originals"] = originals_json(**found.originals);
    } else if (found.originals) {
        whole["originals"] =
            boost::json::object{{"state", "unknown"}, {"reason", found.originals->error().detail}};
    }
    print_json(whole);
}

}  // namespace

std::vector<effective_setting> effective_settings(settings& from)
{
    std::vector<effective_setting> all;
    const std::vector<setting> asked = from.asked();
    for (const setting& one : asked) {
        if (is_of_the_system(one.name)) continue;
        setting without_default = one;
        without_default.default_value.clear();
        const auto given = from.text(without_default);
        effective_setting effective{one.name, shown(given.value_or(one.default_value)), !given};
        if (one.is_secret) effective.value = given ? "set" : "missing";
        all.push_back(std::move(effective));
    }
    return all;
}

int check_config(output_format as)
{
    settings from(environment());
    findings found{{}, checked(read_server_settings(from)), std::nullopt};
    found.settings = effective_settings(from);
    if (found.read) {
        found.originals = report_originals(*found.read);
        // A database that does not answer may be right; one that is none, or a mark, is not.
        if (!*found.originals && is_wrong(found.originals->error())) {
            found.read = found.originals->error();
        }
    }
    if (as == output_format::json) print_as_json(found);
    else print_text(found);
    if (!found.read) return wrong_settings;
    return has_to_be_decided(found) ? to_be_decided : 0;
}

}  // namespace parlance::app
