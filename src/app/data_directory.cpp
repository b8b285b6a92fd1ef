#include <parlance/app/data_directory.hpp>

#include <parlance/local_folder/closed_folder.hpp>

#include <string_view>
#include <vector>

namespace parlance::app {

result<> close_data_directory(const std::filesystem::path& data, telemetry& log)
{
    // What versions before made with rights for others; what is new never has them (umask).
    const std::vector<std::string_view> entries{"parlance.db", "parlance.db-wal", "parlance.db-shm",
                                                "lock",        "samples-loaded",  "blobs"};
    auto access = local_folder::close_folder(data, entries);
    if (!access) return access.error();
    if (!access->was_open_as.empty()) {
        log.log(log_level::warn, "data_directory_closed_to_others",
                {{"data", data.string()}, {"mode_was", access->was_open_as}});
    }
    if (access->is_open_to_group) {
        log.log(log_level::info, "data_directory_open_to_its_group", {{"data", data.string()}});
    }
    return {};
}

}  // namespace parlance::app
