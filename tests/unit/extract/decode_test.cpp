#include <parlance/extract/decode.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parlance::extract {
namespace {

using namespace std::string_view_literals;

TEST(decode, given_a_byte_order_mark_when_decoded_then_believed)
{
    EXPECT_EQ(decode("\xEF\xBB\xBFGröße", {}).value(), "Größe");
    EXPECT_EQ(decode("\xFF\xFEG\0r\0\xF6\0"sv, {}).value(), "Grö");
    EXPECT_EQ(decode("\xFE\xFF\0G\0r\0\xF6"sv, {}).value(), "Grö");
}

TEST(decode, given_utf16_without_a_mark_when_decoded_then_found_out)
{
    EXPECT_EQ(decode("r\0o\0p\0e\0s\0"sv, {}).value(), "ropes");
}

TEST(decode, given_an_old_encoding_when_decoded_then_found_out)
{
    const std::string german =
        "Die Gr\xF6\xDF"
        "e der T\xFCr und die Stra\xDF"
        "e f\xFChren \xFC"
        "ber M\xFCnchen.";
    EXPECT_EQ(decode(german, {}).value(), "Die Größe der Tür und die Straße führen über München.");
    EXPECT_EQ(decode("costs 5 \x80 \x96 cheap", {}).value(), "costs 5 € – cheap");
}

TEST(decode, given_utf8_with_broken_bytes_when_decoded_then_only_those_are_replaced)
{
    const std::string text = "Größe, naïve café — \xEF and the rest of it: déjà vu, 東京都、大阪。";

    for (const std::string& bytes : {text, "\xEF\xBB\xBF" + text}) {
        const auto read = decode(bytes, {});
        ASSERT_TRUE(read);
        EXPECT_TRUE(is_utf8(*read));
        EXPECT_NE(read->find("東京都"), std::string::npos) << *read;
        EXPECT_NE(read->find("\xEF\xBF\xBD"), std::string::npos) << *read;
    }
}

TEST(decode, given_forms_that_utf8_no_longer_has_when_decoded_then_replaced)
{
    const auto read = decode("\xFD\x80\x80\x80\x80\x80\x80\x80 x \xC0\x80 y", {});

    ASSERT_TRUE(read);
    EXPECT_TRUE(is_utf8(*read));
}

TEST(decode, given_nothing_when_decoded_then_said)
{
    for (const std::string_view empty : {""sv, "  \r\n\t"sv, "\xEF\xBB\xBF \n"sv}) {
        const auto text = decode(empty, {});
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().detail, "Empty: there is nothing to read.");
    }
}

TEST(decode, given_bytes_that_are_no_text_when_decoded_then_said)
{
    std::string noise;
    for (int at = 0; at < 4096; ++at) noise += static_cast<char>((at * 7919 + at / 3) % 256);
    for (const std::string_view bytes :
         {"abc\0def\1\2"sv, std::string_view(noise), "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"sv}) {
        const auto text = decode(bytes, {});
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().kind, fault::upstream_rejected);
        EXPECT_EQ(text.error().detail, "The file is not text.");
    }
}

TEST(decode, given_line_ends_of_all_kinds_when_decoded_then_one_kind)
{
    EXPECT_EQ(decode("a\r\nb\rc\nd", {}).value(), "a\nb\nc\nd");
}

TEST(decode, given_more_text_than_allowed_when_decoded_then_refused)
{
    const std::string large(limits::document_text_bytes_max + 1, 'x');

    const auto text = decode(large, {});

    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().detail, "The file holds more text than can be read.");
}

}  // namespace
}  // namespace parlance::extract
