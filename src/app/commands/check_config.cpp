#include <parlance/app/commands/check_config.hpp>

#include <parlance/app/commands/columns.hpp>
#include <parlance/app/server_settings.hpp>
#include <parlance/egress/target_url.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdio>

namespace parlance::app {
namespace {

constexpr int wrong_settings = 2;

bool is_of_the_system(const std::string& name)
{
    return name == "HOME" || name == "XDG_DATA_HOME";
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

/// The proxy that text passes on its way there; "" = none.
std::string proxy_of(const server_settings& settled)
{
    const bool is_passed = settled.model && settled.way_out.proxy &&
                           !egress::stays_here(egress::host_of(settled.model->base_url));
    return is_passed ? settled.way_out.proxy->shown : "";
}

void print_text(const std::vector<effective_setting>& all, const result<server_settings>& read)
{
    std::vector<std::vector<std::string>> rows{{"SETTING", "VALUE", ""}};
    for (const effective_setting& one : all) {
        rows.push_back({one.name, one.value.empty() ? "(unset)" : one.value,
                        one.is_default ? "default" : "from the environment"});
    }
    std::fputs(columns(rows).c_str(), stdout);
    if (read) {
        const std::string proxy = proxy_of(*read);
        std::printf("\nData directory: %s\nText goes to: %s%s%s\nPeople use: %s\n",
                    read->data.c_str(), destination_of(*read).c_str(),
                    proxy.empty() ? "" : " through the proxy ", proxy.c_str(),
                    read->address.for_people(read->http_port).c_str());
        if (read->address.is_open_to_anyone()) {
            std::printf("Open to anyone: %s\n", open_to_anyone_notice(read->address).c_str());
        }
        for (const std::string& one : read->way_out.warnings) {
            std::printf("Warning: %s.\n", one.c_str());
        }
        std::printf("These settings are fine.\n");
    } else {
        std::fprintf(stderr, "parlance: %s\n", read.error().detail.c_str());
    }
}

void print_json(const std::vector<effective_setting>& all, const result<server_settings>& read)
{
    boost::json::array settings;
    for (const effective_setting& one : all) {
        settings.push_back(boost::json::object{
            {"name", one.name}, {"value", one.value}, {"is_default", one.is_default}});
    }
    boost::json::object whole{{"settings", std::move(settings)}, {"is_valid", read.has_value()}};
    if (read) {
        whole["data_directory"] = read->data.string();
        whole["destination"] = destination_of(*read);
        whole["address"] = read->address.for_people(read->http_port);
        whole["is_open_to_anyone"] = read->address.is_open_to_anyone();
        whole["proxy"] = proxy_of(*read);
        whole["warnings"] =
            boost::json::array(read->way_out.warnings.begin(), read->way_out.warnings.end());
    } else {
        whole["mistakes"] = read.error().detail;
    }
    std::printf("%s\n", boost::json::serialize(whole).c_str());
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
    const auto read = read_server_settings(from);
    const auto all = effective_settings(from);
    if (as == output_format::json) print_json(all, read);
    else print_text(all, read);
    return read ? 0 : wrong_settings;
}

}  // namespace parlance::app
