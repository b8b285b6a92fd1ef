#pragma once

#include <parlance/extract/pdf_reader.hpp>

#include <array>
#include <string>
#include <sys/types.h>
#include <vector>

namespace parlance::extract {

/// Takes away from this process what reading a file does not need: processor time, memory, files,
/// descriptors, new rights. Called first. It dies with its parent.
/// @param program  the only one that may still be started, see confined_program.
/// @return what could not be taken away, or nullptr. The caller must end then.
const char* enter_jail(const char* program);

/// Takes away every system call but a few. Called last, before a byte of the file is looked at.
/// @return as above.
const char* filter_calls();

/// A program that runs in the jail of this process and behind a filter of its own: it cannot start
/// another, reach the network, or write anything but its answer. Dies with this process.
class confined_program : public pdf_program {
public:
    /// Starts it. Must be called between enter_jail and filter_calls.
    /// @return as above.
    const char* start(const char* path, std::vector<std::string> arguments);
    outcome run(std::string_view bytes, const std::function<bool(std::string_view)>& take) override;

private:
    void feed(std::string_view& bytes);
    [[nodiscard]] outcome ended(std::string message) const;

    pid_t pid_ = -1;
    int input_ = -1;
    int output_ = -1;
    int message_ = -1;
};

}  // namespace parlance::extract
