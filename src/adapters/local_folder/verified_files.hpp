#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace parlance::local_folder {

/// What tells a file from what was put in its place or written into it through the file system.
struct file_identity {
    std::uint64_t device = 0;
    std::uint64_t number = 0;
    std::uint64_t size_bytes = 0;
    std::int64_t written_ns = 0;
    std::int64_t changed_ns = 0;

    friend bool operator==(const file_identity&, const file_identity&) = default;
};

/// @errors  not_found, overloaded.
result<file_identity> identity_of(const std::filesystem::path& file);

// A disk rots without a word to the file system: what was compared so long ago is compared again.
inline constexpr std::chrono::minutes verified_for{10};
inline constexpr std::size_t verified_files_max = 4'096;  // 1 MiB of memory; then all are forgotten

/// Which files were compared with their hash not long ago, so that a reader of many small parts
/// costs one whole read. Any thread.
class verified_files {
public:
    bool knows(const std::string& hash, const file_identity& which, steady_time now);
    void note(const std::string& hash, const file_identity& which, steady_time now);

private:
    struct entry {
        file_identity which;
        steady_time at;
    };
    std::mutex guard_;
    std::map<std::string, entry> known_;
};

}  // namespace parlance::local_folder
