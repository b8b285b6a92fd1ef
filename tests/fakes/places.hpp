#pragma once

#include <string>

namespace parlance::fakes {

/// Where this checkout is, and where its programs were built. Functions, so that one object file
/// knows the paths and every other one is the same in each checkout.
std::string source_folder();
std::string program_folder();

}  // namespace parlance::fakes
