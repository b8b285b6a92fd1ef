#include <parlance/foundation/error.hpp>
#include <parlance/foundation/thrown.hpp>

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

namespace parlance {
namespace {

TEST(thrown, given_an_exception_with_words_when_named_then_its_type_without_them)
{
    EXPECT_EQ(name_of_thrown(std::out_of_range("planted")), "std::out_of_range");
}

TEST(thrown, given_an_error_code_when_named_then_what_it_means_without_the_words)
{
    const auto code = std::make_error_code(std::errc::permission_denied);
    const boost::system::error_code same(EACCES, boost::system::generic_category());

    for (const std::string& said :
         {name_of_thrown(std::system_error(code, "planted")),
          name_of_thrown(std::filesystem::filesystem_error("planted", "/planted", code)),
          name_of_thrown(boost::system::system_error(same, "planted"))}) {
        EXPECT_NE(said.find("Permission denied"), std::string::npos) << said;
        EXPECT_EQ(said.find("planted"), std::string::npos) << said;
    }
}

TEST(thrown, given_the_value_of_a_failed_result_when_read_then_the_detail_and_the_place)
{
    const result<int> failed = fail(fault::internal, "our own words");

    try {
        static_cast<void>(failed.value());
        FAIL() << "it has no value";
    } catch (const std::exception& thrown) {
        const std::string said = name_of_thrown(thrown);
        EXPECT_NE(said.find("our own words"), std::string::npos) << said;
        EXPECT_NE(said.find("thrown_test.cpp"), std::string::npos) << said;
    }
}

}  // namespace
}  // namespace parlance
