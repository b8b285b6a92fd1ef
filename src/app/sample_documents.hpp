#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <filesystem>

namespace parlance::app {

/// Adds every file in `folder` as a sample document, once in the life of a data directory: samples
/// that somebody removes later do not come back.
/// @errors  internal: the folder cannot be read; others as library::add.
task<result<>> load_samples_once(const knowledge::library& library, runtime::blocking_pool& pool,
                                 std::filesystem::path folder, std::filesystem::path data);

}  // namespace parlance::app
