#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace parlance::sqlite {

/// The exclusive right to a data directory, for as long as the object lives; the system takes it
/// back when the process dies, however it dies.
class data_directory_lock {
public:
    /// Makes the directory when there is none (for its owner's eyes only) and locks it.
    /// @errors  conflict: another process has it (held_by says who). invalid_request: it cannot be
    ///          made or written; the detail says why.
    static result<data_directory_lock> take(const std::filesystem::path& directory);

    /// As take(), but settles for less where nothing can be written (a read-only file system, one
    /// without room for a new file, a directory that is somebody else's): what is there is then
    /// only read, until hold() has succeeded.
    static result<data_directory_lock> take_or_share(const std::filesystem::path& directory);
    /// Whether nobody else can have the directory.
    [[nodiscard]] bool is_exclusive() const { return is_exclusive_; }
    /// Why it is not, when it was taken so; nothing when it is.
    [[nodiscard]] const std::optional<error>& why_shared() const { return why_shared_; }
    /// Makes it exclusive when it is not. Before anything is written.  @errors  as take();
    /// overloaded: still nothing can be written.
    result<> hold();

    /// The address of the server that has the directory, "" while it is still starting, or nothing
    /// when nobody has it. Only looks: it never disturbs somebody who takes the lock.
    static std::optional<std::string> held_by(const std::filesystem::path& directory);

    data_directory_lock(data_directory_lock&& other) noexcept;
    data_directory_lock& operator=(data_directory_lock&&) = delete;
    data_directory_lock(const data_directory_lock&) = delete;
    data_directory_lock& operator=(const data_directory_lock&) = delete;
    ~data_directory_lock();

    /// Tells others where this server is reached ("http://127.0.0.1:8080").
    /// @errors  overloaded.
    [[nodiscard]] result<> write_address(const std::string& address) const;

private:
    data_directory_lock(std::filesystem::path directory, int file)
        : directory_(std::move(directory)), file_(file)
    {
    }
    result<> open_and_lock();
    result<> share();
    void close();

    std::filesystem::path directory_;
    int file_;
    bool is_exclusive_ = false;
    std::optional<error> why_shared_;
};

}  // namespace parlance::sqlite
