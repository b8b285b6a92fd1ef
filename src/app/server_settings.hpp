#pragma once

#include <parlance/app/address_settings.hpp>
#include <parlance/egress/way_out.hpp>
#include <parlance/foundation/settings.hpp>
#include <parlance/openai_compatible/config.hpp>
#include <parlance/postgresql/settings.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace parlance::app {

/// In development the server makes its schema itself; in production that is an operator's step.
enum class server_mode { development, production };

/// How the log on standard error looks.
struct log_settings {
    bool is_always_json = false;   // else only where it is no terminal
    bool may_be_coloured = false;  // in a terminal
};

/// What the server is told, read once at start.
struct server_settings {
    std::uint16_t http_port = 8080;  // 0 = any free one
    address_settings address;
    std::filesystem::path data;
    bool loads_samples = true;
    std::chrono::seconds drain{120};  // what runs at SIGTERM may go on for so long
    server_mode runs_in = server_mode::development;
    log_settings log;
    std::optional<postgresql::database_settings> database;  // nothing: SQLite in `data`
    std::optional<openai_compatible::config> model;         // nothing: only the offline answerer
    egress::way_out way_out;
};

/// Where the bytes of documents are.
std::filesystem::path originals_folder(const server_settings& settled);

/// Where everything is kept, as shown to people.
std::string data_location(const server_settings& settled);
/// What it means for people that the data directory cannot be written.
std::string meaning_of_trouble(const server_settings& settled);

/// Reads every setting of this version.
/// @errors  invalid_request naming all mistakes together.
result<server_settings> read_server_settings(settings& from);

/// The process's environment as a map.
std::map<std::string, std::string> environment();

}  // namespace parlance::app
