#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace parlance::tests {

// Server programs of a test's own. Every failure aborts the test program with a sentence.

[[noreturn]] void give_up(const std::string& why);

/// Starts a program, its output added to `log`; as user postgres when we are root. It goes when we
/// go.
pid_t spawn_server(const std::vector<std::string>& command, const std::filesystem::path& log);
/// Waits for its end. @return its exit code; -1 when a signal ended it.
int status_of(pid_t child);

/// A port on loopback that nobody listens on.
int free_port();

/// An empty directory that the server may use.
std::filesystem::path make_server_directory();
/// The same for a file.
void write_server_file(const std::filesystem::path& file, std::string_view content);
std::string read_file(const std::filesystem::path& file);

}  // namespace parlance::tests
