#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/local_folder/folder_mark.hpp>
#include <parlance/local_folder/verified_files.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parlance::local_folder {

/// What is in a folder of blobs, for those who only look.
struct folder_contents {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t files_in_bin = 0;
    std::uint64_t bytes_in_bin = 0;
};

/// What knowledge::blob_store says, where it may block. Any thread; other processes may use the
/// same folder:
///
///     ab/abcdef…      a file is complete as soon as it has its name
///     bin/abcdef…     discarded, since its time of writing
///     guests/ID/…     empty files, named after what a database that is not the owner has put
///     belongs-to      see folder_mark
class blob_folder {
public:
    explicit blob_folder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    result<knowledge::originals_mark> work_for(const knowledge::store_id& self);
    result<> claim(const std::optional<knowledge::store_id>& seen);
    result<> disown();

    result<std::string> put(const std::string& bytes);
    result<std::string> get(const std::string& hash);
    result<std::string> get_part(const std::string& hash, knowledge::byte_range part);

    [[nodiscard]] result<std::vector<std::string>> list(const std::string& after,
                                                        std::size_t limit) const;
    [[nodiscard]] result<std::vector<std::string>> list_bin(const std::string& after,
                                                            std::size_t limit) const;
    result<bool> discard(const std::string& hash, wall_time not_after);
    result<bool> erase(const std::string& hash, wall_time discarded_before);
    result<std::size_t> remove_left_overs(wall_time not_after);

    /// Counts; changes nothing.
    [[nodiscard]] result<folder_contents> look() const;

private:
    [[nodiscard]] std::filesystem::path file_of(const std::string& hash) const;
    [[nodiscard]] std::filesystem::path file_in_bin(const std::string& hash) const;
    [[nodiscard]] std::filesystem::path guests() const;
    [[nodiscard]] std::optional<knowledge::store_id> self() const;
    result<> check_owner() const;
    result<> note_guest(const std::string& hash) const;
    [[nodiscard]] bool is_of_a_guest(const std::string& hash) const;
    result<bool> prepare_put(const std::string& hash);
    result<bool> renew(const std::string& hash);
    result<bool> take_back(const std::string& hash);
    result<> open(const std::string& hash);

    std::filesystem::path folder_;
    verified_files verified_;
    mutable std::mutex guard_;
    std::optional<knowledge::store_id> self_;
};

}  // namespace parlance::local_folder
