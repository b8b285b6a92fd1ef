// local_folder: bytes in files of a folder, named after their content.
// It knows no document; who may read what is decided before it is asked.
// Start reading here, then blob_folder.hpp.
#pragma once

#include <parlance/knowledge/blob_store.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace parlance::local_folder {

class blob_folder;

/// A blob_folder whose work is done in a pool. Several processes may share the folder.
class local_folder_blob_store : public knowledge::blob_store {
public:
    /// @param folder  made when something is written.  @param pool  outlives the store.
    /// @param on_refused  told when bytes could not be written; any thread.
    local_folder_blob_store(std::filesystem::path folder, runtime::blocking_pool& pool,
                            std::function<void()> on_refused = {});

    task<result<knowledge::originals_mark>> work_for(call_scope scope,
                                                     knowledge::store_id self) override;
    task<result<>> claim(call_scope scope, std::optional<knowledge::store_id> seen) override;
    task<result<>> disown(call_scope scope) override;
    task<result<std::string>> put(call_scope scope, std::string bytes) override;
    task<result<std::string>> get(call_scope scope, std::string content_hash) override;
    task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                       knowledge::byte_range part) override;
    task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                std::size_t limit) override;
    task<result<std::vector<std::string>>> list_bin(call_scope scope, std::string after,
                                                    std::size_t limit) override;
    task<result<bool>> discard(call_scope scope, std::string content_hash,
                               wall_time not_after) override;
    task<result<bool>> erase(call_scope scope, std::string content_hash,
                             wall_time discarded_before) override;
    task<result<std::size_t>> remove_left_overs(call_scope scope, wall_time not_after) override;

private:
    template <class T>
    task<result<T>> run(std::function<result<T>(blob_folder&)> work);

    std::shared_ptr<blob_folder> folder_;  // shared with work whose caller has left
    runtime::blocking_pool& pool_;
    std::function<void()> on_refused_;
};

}  // namespace parlance::local_folder
