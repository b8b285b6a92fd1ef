// local_folder: bytes in files of a folder, named after their content.
// It knows no document; who may read what is decided before it is asked.
// Start reading here.
#pragma once

#include <parlance/knowledge/blob_store.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <filesystem>
#include <string>

namespace parlance::local_folder {

/// FOLDER/ab/abcdef…: a file is complete as soon as it has its name. Several processes may write to
/// one folder.
class local_folder_blob_store : public knowledge::blob_store {
public:
    /// @param folder  made when the first bytes come.  @param pool  outlives the store.
    local_folder_blob_store(std::filesystem::path folder, runtime::blocking_pool& pool);

    task<result<std::string>> put(call_scope scope, std::string bytes) override;
    task<result<std::string>> get(call_scope scope, std::string content_hash) override;

private:
    std::filesystem::path folder_;
    runtime::blocking_pool& pool_;
};

}  // namespace parlance::local_folder
