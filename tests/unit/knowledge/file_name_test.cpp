#include <parlance/knowledge/file_name.hpp>

#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parlance::knowledge {
namespace {

using namespace std::string_view_literals;

TEST(file_name, given_path_parts_when_cleaned_then_cut_off)
{
    EXPECT_EQ(clean_file_name("../../etc/passwd").value(), "passwd");
    EXPECT_EQ(clean_file_name("C:\\docs\\plan.md").value(), "plan.md");
    EXPECT_EQ(clean_file_name("  Größe 2.txt ").value(), "Größe 2.txt");
}

TEST(file_name, given_no_usable_name_when_cleaned_then_refused)
{
    for (const std::string_view name :
         {""sv, "a/"sv, ".."sv, "  "sv, "a\nb"sv, "a\0b"sv, "a\x7F"sv, "a\xC2\x85"sv, "a\xFF"sv,
          "gpj.\xE2\x80\xAE.exe"sv, "a\xE2\x81\xA6"sv, "a\xE2\x80\xA8"sv}) {
        const auto cleaned = clean_file_name(name);
        ASSERT_FALSE(cleaned) << name;
        EXPECT_EQ(cleaned.error().kind, fault::invalid_request);
    }
}

TEST(file_name, given_a_name_one_byte_too_long_when_cleaned_then_refused)
{
    const std::string most(limits::file_name_bytes_max, 'a');

    EXPECT_TRUE(clean_file_name(most));
    EXPECT_FALSE(clean_file_name(most + "a"));
}

TEST(file_name, given_endings_when_asked_then_media_types)
{
    EXPECT_EQ(media_type_of("A.HTM"), "text/html");
    EXPECT_EQ(media_type_of("a.b.md"), "text/markdown");
    EXPECT_EQ(media_type_of("a.xyz"), "application/octet-stream");
    EXPECT_EQ(media_type_of("csv"), "application/octet-stream");
}

}  // namespace
}  // namespace parlance::knowledge
