#include <parlance/app/sample_documents.hpp>

#include <parlance/app/backup/data_swap.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace parlance::app {
namespace fs = std::filesystem;
namespace {

using files = std::vector<knowledge::offered_file>;

/// A file in the data directory that says that the samples were added.
fs::path marker_in(const fs::path& data)
{
    return data / samples_marker;
}

result<files> read_files(const fs::path& folder)
{
    std::error_code failed;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        if (entry.is_regular_file(failed)) paths.push_back(entry.path());
    }
    if (failed || paths.empty()) {
        return fail(fault::internal, "there are no sample documents in " + folder.string());
    }
    std::sort(paths.begin(), paths.end());
    files read;
    for (const fs::path& path : paths) {
        std::ifstream in(path, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        knowledge::offered_file file{path.filename().string(), std::move(bytes),
                                     knowledge::document_origin::sample};
        read.push_back(std::move(file));
    }
    return read;
}

}  // namespace

task<result<>> load_samples_once(const knowledge::library& library, runtime::blocking_pool& pool,
                                 fs::path folder, fs::path data)
{
    const fs::path marker = marker_in(data);
    std::error_code ignored;
    if (fs::exists(marker, ignored)) co_return result<>();

    std::function<result<files>()> reading = [folder = std::move(folder)] {
        return read_files(folder);
    };
    auto samples = co_await pool.run<files>(std::move(reading));
    if (!samples) co_return samples.error();
    const call_scope scope;
    const access::principal who = access::local_principal();
    for (knowledge::offered_file& sample : *samples) {
        auto added = co_await library.add(scope, who, std::move(sample));
        if (!added) co_return while_doing("adding the sample documents", added.error());
    }
    std::ofstream(marker) << "The sample documents were added once.\n";
    co_return result<>();
}

}  // namespace parlance::app
