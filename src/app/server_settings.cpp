#include <parlance/app/server_settings.hpp>

#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace parlance::app {
namespace {

const setting http_port{"PARLANCE_HTTP_PORT", "8080", "Port of the page and the API; 0 = any free"};
const setting data_directory{"PARLANCE_DATA", "",
                             "Data directory; unset = ~/.local/share/parlance"};
const setting demo{"PARLANCE_DEMO", "1", "0 = do not load the sample documents"};
const setting drain_seconds{
    "PARLANCE_DRAIN_SECONDS", "120",
    "How long answers that are being written at SIGTERM may go on; SIGINT ends them at once"};
const setting mode{"PARLANCE_MODE", "development", "development or production"};
const setting log_form{
    "PARLANCE_LOG", "",
    "json = the log is JSON lines; unset = that too, but for people in a terminal"};
const setting no_colour{"NO_COLOR", "", "Set to anything: no colours in a terminal"};
const setting terminal{"TERM", "", "The terminal's kind; dumb or unset = no colours"};

std::optional<std::filesystem::path> default_data_directory(settings& from)
{
    const auto data_home =
        from.text(setting{"XDG_DATA_HOME", "", "Where applications of a person keep data"});
    if (data_home) return std::filesystem::path(*data_home) / "parlance";
    const auto home = from.text(setting{"HOME", "", "The person's home directory"});
    if (home) return std::filesystem::path(*home) / ".local" / "share" / "parlance";
    return std::nullopt;
}

void read_data_directory(settings& from, server_settings& read)
{
    if (const auto named = from.text(data_directory)) {
        read.data = *named;
    } else if (const auto usual = default_data_directory(from)) {
        read.data = *usual;
    } else {
        from.mistake(data_directory.name, "must be set when HOME is not");
    }
}

void read_log(settings& from, log_settings& read)
{
    const auto form = from.text(log_form);
    if (form && *form != "json") {
        from.mistake(log_form.name, "must be json or unset, not '" + *form + "'");
    }
    read.is_always_json = form.has_value();
    const bool wants_none = from.text(no_colour).has_value();
    read.may_be_coloured = from.text(terminal).value_or("dumb") != "dumb" && !wants_none;
}

}  // namespace

std::filesystem::path originals_folder(const server_settings& settled)
{
    return settled.data / "blobs";
}

std::string data_location(const server_settings& settled)
{
    return settled.database ? "PostgreSQL, " + settled.database->database.shown
                            : settled.data.string();
}

std::string meaning_of_trouble(const server_settings& settled)
{
    if (settled.database) return "No file can be added until that has changed.";
    return "Nothing new can be kept until that has changed; what is there can be read.";
}

result<server_settings> read_server_settings(settings& from)
{
    server_settings read;
    constexpr long long ports_most = 65'535;
    if (const auto port = from.number(http_port, 0, ports_most)) {
        read.http_port = static_cast<std::uint16_t>(*port);
    }
    read.address = read_address_settings(from);
    read_data_directory(from, read);
    const auto samples = from.number(demo, 0, 1);
    read.loads_samples = !samples || *samples == 1;
    constexpr long long drain_seconds_most = 3'600;
    if (const auto drain = from.number(drain_seconds, 0, drain_seconds_most)) {
        read.drain = std::chrono::seconds(*drain);
    }
    const auto chosen = from.text(mode).value_or("");
    if (chosen != "development" && chosen != "production") {
        from.mistake(mode.name, "must be development or production");
    }
    read.runs_in = chosen == "production" ? server_mode::production : server_mode::development;
    read_log(from, read.log);
    read.database = postgresql::read_settings(from);
    read.model = openai_compatible::read_config(from);
    read.way_out = egress::read_way_out(from);
    auto is_fine = from.check();
    if (!is_fine) return is_fine.error();
    return read;
}

std::map<std::string, std::string> environment()
{
    std::map<std::string, std::string> all;
    for (char** at = environ; *at != nullptr; ++at) {
        const std::string_view line = *at;
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        all.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return all;
}

}  // namespace parlance::app
