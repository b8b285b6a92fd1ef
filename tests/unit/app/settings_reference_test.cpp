#include <parlance/app/server_settings.hpp>
#include <parlance/app/settings_reference.hpp>

#include <gtest/gtest.h>
#include <fakes/places.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace parlance::app {
namespace {

TEST(settings_reference, given_the_settings_of_this_version_then_the_reference_lists_them)
{
    settings from({});
    const auto ignored = read_server_settings(from);
    const std::string wanted = settings_reference(from);
    const std::string path = fakes::source_folder() + "/docs/reference/settings.md";

    if (std::getenv("UPDATE_REFERENCE") != nullptr) std::ofstream(path) << wanted;
    std::ifstream in(path);
    const std::string written{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};

    EXPECT_FALSE(ignored);
    EXPECT_EQ(written, wanted);
}

}  // namespace
}  // namespace parlance::app
