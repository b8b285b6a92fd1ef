#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace parlance::local_folder {

/// Digits of a hash that name the folder its file is in.
inline constexpr std::size_t drawer_digits = 2;

/// FOLDER/ab/abcdef…  @param hash  for which is_content_hash is true.
inline std::filesystem::path file_for(const std::filesystem::path& folder, const std::string& hash)
{
    return folder / hash.substr(0, drawer_digits) / hash;
}

}  // namespace parlance::local_folder
