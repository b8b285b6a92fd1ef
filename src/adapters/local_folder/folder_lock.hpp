#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>

namespace parlance::local_folder {

/// The right to look at files of a folder and then act on what was seen, against every other thread
/// and every other process that uses the same folder, also from another machine. Waits for it.
class folder_lock {
public:
    /// @errors  overloaded: the folder cannot be written.
    static result<folder_lock> take(const std::filesystem::path& folder);
    folder_lock(folder_lock&& other) noexcept;
    folder_lock& operator=(folder_lock&&) = delete;
    folder_lock(const folder_lock&) = delete;
    folder_lock& operator=(const folder_lock&) = delete;
    ~folder_lock();  // gives it back

private:
    explicit folder_lock(int file) : file_(file) {}
    int file_;
};

}  // namespace parlance::local_folder
