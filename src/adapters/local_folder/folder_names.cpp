#include <parlance/local_folder/blob_place.hpp>
#include <parlance/local_folder/folder_names.hpp>

#include <algorithm>

namespace parlance::local_folder {
namespace fs = std::filesystem;

error cannot_look(const std::error_code& failed)
{
    return fail(fault::overloaded, "the data directory cannot be read: " + failed.message());
}

result<std::vector<std::string>> names_in(const fs::path& folder)
{
    std::vector<std::string> names;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        names.push_back(at->path().filename().string());
    }
    if (failed && failed != std::errc::no_such_file_or_directory) return cannot_look(failed);
    std::sort(names.begin(), names.end());
    return names;
}

result<std::vector<std::string>> drawers_in(const fs::path& folder)
{
    auto drawers = names_in(folder);
    if (!drawers) return drawers;
    const auto is_other = [](const std::string& name) { return name.size() != drawer_digits; };
    drawers->erase(std::remove_if(drawers->begin(), drawers->end(), is_other), drawers->end());
    return drawers;
}

}  // namespace parlance::local_folder
