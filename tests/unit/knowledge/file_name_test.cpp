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
         {""sv, "a/"sv, ".."sv, "  "sv, "\n"sv, "a\xFF"sv, "\xE2\x80\xAE"sv, "\xC2\x85 "sv}) {
        const auto cleaned = clean_file_name(name);
        ASSERT_FALSE(cleaned) << name;
        EXPECT_EQ(cleaned.error().kind, fault::invalid_request);
    }
}

TEST(file_name, given_signs_that_deceive_when_cleaned_then_left_out)
{
    for (const std::string_view name : {"a\nb"sv, "a\0b"sv,
                                        "a\x7F"
                                        "b"sv,
                                        "a\xC2\x85"
                                        "b"sv,
                                        "a\xE2\x80\xAE"
                                        "b"sv,
                                        "a\xE2\x81\xA6"
                                        "b"sv,
                                        "a\xE2\x80\xA8"
                                        "b"sv,
                                        "a\xE2\x80\x8F"
                                        "b"sv}) {
        EXPECT_EQ(clean_file_name(name).value(), "ab") << name;
    }
    EXPECT_EQ(clean_file_name("a\xE2\x80\x93"
                              "b")
                  .value(),
              "a\xE2\x80\x93"
              "b");  // a dash
}

TEST(file_name, given_a_name_one_byte_too_long_when_cleaned_then_its_ending_is_kept)
{
    const std::string most(limits::file_name_bytes_max, 'a');
    std::string letters;
    while (letters.size() < limits::file_name_bytes_max) letters += "ü";

    EXPECT_EQ(clean_file_name(most).value(), most);
    EXPECT_EQ(clean_file_name(most + "a").value(), most);
    const std::string cut = clean_file_name(letters + ".txt").value();
    EXPECT_EQ(cut.size(), limits::file_name_bytes_max - 1);  // half a letter is left out
    EXPECT_TRUE(cut.ends_with("ü.txt"));
    EXPECT_EQ(clean_file_name("a." + most).value(), ("a." + most).substr(0, most.size()));
}

TEST(file_name, given_endings_when_asked_then_media_types)
{
    EXPECT_EQ(media_type_of("A.HTM"), "text/html");
    EXPECT_EQ(media_type_of("a.b.md"), "text/markdown");
    EXPECT_EQ(media_type_of("main.PY"), "text/x-python");
    EXPECT_EQ(media_type_of("a.xyz"), "application/octet-stream");
    EXPECT_EQ(media_type_of("csv"), "application/octet-stream");
}

TEST(file_name, given_media_types_when_asked_then_what_their_pages_are)
{
    EXPECT_EQ(name_of(page_kind_of(media_type_of("a.pdf"))), "page");
    EXPECT_EQ(name_of(page_kind_of(media_type_of("a.pptx"))), "slide");
    EXPECT_EQ(name_of(page_kind_of(media_type_of("a.docx"))), "part");
}

}  // namespace
}  // namespace parlance::knowledge
