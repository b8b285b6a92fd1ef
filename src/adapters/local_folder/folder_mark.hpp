#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/store_id.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace parlance::local_folder {

/// What the file "belongs-to" of a folder of blobs says: a line "owner ID", or a line "not ID" for
/// each database that was found to have nothing there while nobody had claimed the folder.
struct folder_mark {
    std::optional<knowledge::store_id> owner;
    std::vector<knowledge::store_id> disowned;

    [[nodiscard]] bool is_disowned_by(const knowledge::store_id& which) const;
};

/// An empty mark when there is no file, or no folder.
/// @errors  internal: the file is there and cannot be understood; overloaded: it cannot be read.
result<folder_mark> read_mark(const std::filesystem::path& folder);

/// Durably, in one step. Whoever writes what he has read holds the folder's lock.
/// @errors  overloaded.
result<> write_mark(const std::filesystem::path& folder, const folder_mark& mark);

}  // namespace parlance::local_folder
