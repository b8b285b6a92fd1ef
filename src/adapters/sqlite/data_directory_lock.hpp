#pragma once

#include <parlance/foundation/error.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace parlance::sqlite {

/// The exclusive right to a data directory, for as long as the object lives; the system takes it
/// back when the process dies, however it dies.
class data_directory_lock {
public:
    /// Makes the directory when there is none (for its owner's eyes only) and locks it.
    /// @errors  conflict: another process has it (held_by says who). invalid_request: it cannot be
    ///          made or written; the detail says why.
    static result<data_directory_lock> take(const std::filesystem::path& directory);

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
    explicit data_directory_lock(int file) : file_(file) {}
    int file_;
};

}  // namespace parlance::sqlite
