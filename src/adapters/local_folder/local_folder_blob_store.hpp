// local_folder: bytes in files of a folder, named after their content.
// It knows no document; who may read what is decided before it is asked.
// Start reading here.
#pragma once

#include <parlance/knowledge/blob_store.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace parlance::local_folder {

/// FOLDER/ab/abcdef…: a file is complete as soon as it has its name. Several processes
/// may share the folder.
class local_folder_blob_store : public knowledge::blob_store {
public:
    /// @param folder  made when the first bytes come.  @param pool  outlives the store.
    /// @param on_refused  told when bytes could not be written; any thread.
    local_folder_blob_store(std::filesystem::path folder, runtime::blocking_pool& pool,
                            std::function<void()> on_refused = {});

    task<result<std::string>> put(call_scope scope, std::string bytes) override;
    task<result<std::string>> get(call_scope scope, std::string content_hash) override;
    task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                       knowledge::byte_range part) override;
    task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                std::size_t limit) override;
    task<result<bool>> remove(call_scope scope, std::string content_hash,
                              wall_time not_after) override;
    task<result<std::size_t>> remove_left_overs(call_scope scope) override;

private:
    std::filesystem::path folder_;
    runtime::blocking_pool& pool_;
    std::function<void()> on_refused_;
};

}  // namespace parlance::local_folder
