#include <parlance/local_folder/content_hash.hpp>
#include <parlance/local_folder/durable_file.hpp>
#include <parlance/local_folder/local_folder_blob_store.hpp>

#include <functional>
#include <system_error>
#include <utility>

namespace parlance::local_folder {
namespace {

std::filesystem::path file_for(const std::filesystem::path& folder, const std::string& hash)
{
    return folder / hash.substr(0, 2) / hash;
}

result<std::string> put_now(const std::filesystem::path& folder, const std::string& bytes)
{
    std::string hash = content_hash_of(bytes);
    const std::filesystem::path file = file_for(folder, hash);
    std::error_code missing;
    if (std::filesystem::file_size(file, missing) == bytes.size() && !missing) return hash;
    const auto written = write_durably(file, bytes);
    if (!written) return written.error();
    return hash;
}

result<std::string> get_now(const std::filesystem::path& folder, const std::string& hash)
{
    if (!is_content_hash(hash)) return fail(fault::not_found, "no bytes have this name");
    auto bytes = read_whole(file_for(folder, hash));
    if (bytes && content_hash_of(*bytes) != hash) {
        return fail(fault::internal, "a stored file is not what its name says");
    }
    return bytes;
}

}  // namespace

local_folder_blob_store::local_folder_blob_store(std::filesystem::path folder,
                                                 runtime::blocking_pool& pool)
    : folder_(std::move(folder)), pool_(pool)
{
}

task<result<std::string>> local_folder_blob_store::put(call_scope, std::string bytes)
{
    std::function<result<std::string>()> work = [folder = folder_, bytes = std::move(bytes)] {
        return put_now(folder, bytes);
    };
    co_return co_await pool_.run<std::string>(std::move(work));
}

task<result<std::string>> local_folder_blob_store::get(call_scope, std::string content_hash)
{
    std::function<result<std::string>()> work = [folder = folder_, hash = std::move(content_hash)] {
        return get_now(folder, hash);
    };
    co_return co_await pool_.run<std::string>(std::move(work));
}

}  // namespace parlance::local_folder
