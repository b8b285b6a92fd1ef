#include <fakes/places.hpp>

namespace parlance::fakes {

std::string source_folder()
{
    return PARLANCE_SOURCE_DIR;
}

std::string program_folder()
{
    return PARLANCE_BIN_DIR;
}

}  // namespace parlance::fakes
