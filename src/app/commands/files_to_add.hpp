#pragma once

#include <parlance/foundation/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace parlance::app {

/// A file that is to be added. Below a named folder it is opened step by step without following a
/// link, so that what was swapped for one since it was found is not read.
struct file_to_add {
    std::filesystem::path
        named;  // as given, or the folder that was given; links in it are followed
    std::filesystem::path below;  // the way from that folder; empty when the file itself was named
    [[nodiscard]] std::filesystem::path shown() const
    {
        return below.empty() ? named : named / below;
    }
};

/// What was found at the paths that a person named.
struct files_found {
    std::vector<file_to_add> files;     // in the order of the paths; in a folder by name
    std::vector<std::string> mistakes;  // sentences, each about one path that could not be used
    std::size_t links_outside = 0;      // below a folder, to what is not below it
    std::size_t links_to_nothing = 0;
    std::size_t no_files = 0;  // devices, pipes, sockets
};

/// The files named, and those below the folders named. A named path may be a link and is followed.
/// Below a folder: hidden files and folders are left out; a link is never a way out of the folder,
/// and what it points at inside is taken once, under its own name.
files_found find_files(const std::vector<std::string>& paths);

/// Its bytes.  @errors  invalid_request: it is too large, is no file (any more), or cannot be read;
/// the detail is a sentence's end: "larger than 32 MiB, …".
result<std::string> read_file(const file_to_add& file);

/// The lines that tell what was left out; empty when nothing was.
std::string left_out(const files_found& found);

}  // namespace parlance::app
