#include <parlance/foundation/terminal_text.hpp>

#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace parlance {
namespace {

/// True when a terminal would only show it: UTF-8 in which no control is left but newline and tab,
/// and nothing that turns the direction of what stands around it.
bool is_only_shown(std::string_view text)
{
    if (!is_utf8(text)) return false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) return false;
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("\xC2") && static_cast<unsigned char>(rest[1]) < 0xA0) return false;
        for (const std::string_view bidi :
             {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE",
              "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"}) {
            if (rest.starts_with(bidi)) return false;
        }
    }
    return true;
}

std::string in_pieces_of(std::size_t size, std::string_view text)
{
    terminal_text pieces;
    std::string shown;
    for (std::size_t at = 0; at < text.size(); at += size) {
        shown += pieces.feed(text.substr(at, size));
    }
    return shown + pieces.finish();
}

TEST(terminal_text, given_sequences_a_terminal_obeys_when_shown_then_their_controls_are_replaced)
{
    EXPECT_EQ(shown_text("\x1B]52;c;aGk=\x07"), "\uFFFD]52;c;aGk=\uFFFD");
    EXPECT_EQ(shown_text("\x1B[2J\x1B[31mred"), "\uFFFD[2J\uFFFD[31mred");
    EXPECT_EQ(shown_text("\u009B31m \u009D52;c;x\u009C"), "\uFFFD31m \uFFFD52;c;x\uFFFD");
    EXPECT_EQ(shown_text("\x9B"
                         "31m"),
              "\uFFFD31m");
    EXPECT_EQ(shown_text("safe\rgone"), "safe\uFFFDgone");
    EXPECT_EQ(shown_text("ab\b\bcd\x7F"), "ab\uFFFD\uFFFDcd\uFFFD");
    EXPECT_EQ(shown_text(std::string_view("\0", 1)), "\uFFFD");
}

TEST(terminal_text, given_overrides_of_direction_when_shown_then_replaced_and_the_text_is_readable)
{
    EXPECT_EQ(shown_text("a\u202Etxt.exe\u202C"), "a\uFFFDtxt.exe\uFFFD");
    EXPECT_EQ(shown_text("\u2066x\u2069"), "\uFFFDx\uFFFD");
    const std::string_view hebrew = "שלום \u200Fעולם\u200E! مرحبا\u061C";
    EXPECT_EQ(shown_text(hebrew), hebrew);
}

TEST(terminal_text, given_ordinary_text_when_shown_then_it_is_the_same)
{
    const std::string_view text = "Größe:\t5 €\n日本語 😀 \u00A0\u200D\n";
    EXPECT_EQ(shown_text(text), text);
    EXPECT_EQ(shown_text("a\r\nb\r\n"), "a\nb\n");
}

TEST(terminal_text, given_bytes_that_are_no_utf8_when_shown_then_one_replacement_for_each)
{
    EXPECT_EQ(shown_text("a\xC3"), "a\uFFFD");
    EXPECT_EQ(shown_text("\xE2\x82x"), "\uFFFD\uFFFDx");
    EXPECT_EQ(shown_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(shown_text("\xC0\x9B\xF5"), "\uFFFD\uFFFD\uFFFD");
    EXPECT_EQ(shown_text("\xE2\x1B[m"), "\uFFFD\uFFFD[m");
}

TEST(terminal_text, given_any_cut_when_fed_in_pieces_then_the_same_as_the_whole)
{
    const std::string text =
        "a\x1B]52;c;aGk=\x07 \u009B\u202Eé€😀\r\n\rx\xE2\x82\xC3\x28\xF0\x9F\x98 \xED\xA0\x80\r";
    const std::string whole = shown_text(text);

    for (std::size_t size = 1; size <= text.size(); ++size) {
        EXPECT_EQ(in_pieces_of(size, text), whole) << size;
    }
}

TEST(terminal_text, given_a_piece_when_fed_then_whole_characters_do_not_wait)
{
    terminal_text pieces;

    EXPECT_EQ(pieces.feed("word \xE2\x82"), "word ");
    EXPECT_EQ(pieces.feed("\xAC!"), "€!");
    EXPECT_EQ(pieces.feed("\xC2"), "");
    EXPECT_EQ(pieces.feed("\x9B"), "\uFFFD");
    EXPECT_EQ(pieces.finish(), "");
}

TEST(terminal_text, given_every_pair_of_bytes_when_shown_then_nothing_a_terminal_obeys)
{
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::array<char, 2> pair{static_cast<char>(first), static_cast<char>(second)};
            const std::string shown = shown_text({pair.data(), pair.size()});
            ASSERT_TRUE(is_only_shown(shown)) << first << " " << second;
            ASSERT_EQ(in_pieces_of(1, {pair.data(), pair.size()}), shown);
        }
    }
}

TEST(terminal_text, given_every_code_point_when_shown_then_nothing_a_terminal_obeys)
{
    for (std::uint32_t code = 0x80; code <= 0x10FFFF; ++code) {
        std::string character;
        if (code < 0x800) {
            character += static_cast<char>(0xC0U | (code >> 6U));
        } else {
            if (code < 0x10000) {
                character += static_cast<char>(0xE0U | (code >> 12U));
            } else {
                character += static_cast<char>(0xF0U | (code >> 18U));
                character += static_cast<char>(0x80U | ((code >> 12U) & 0x3FU));
            }
            character += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        }
        character += static_cast<char>(0x80U | (code & 0x3FU));
        const std::string shown = shown_text(character);
        if (!is_only_shown(shown)) ADD_FAILURE() << code;
    }
}

TEST(terminal_text, given_random_bytes_when_shown_then_nothing_a_terminal_obeys)
{
    constexpr std::string_view favourites = "\x1B\r\n\t\x07\x08\x9B\xC2\xE2\x80\xAE\x81\xA6]52;c";
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(1 + random() % 24, '\0');
        for (char& byte : bytes) {
            byte = random() % 2 == 0 ? static_cast<char>(random() % 256)
                                     : favourites[random() % favourites.size()];
        }
        const std::string shown = shown_text(bytes);
        ASSERT_TRUE(is_only_shown(shown));
        ASSERT_EQ(in_pieces_of(1 + random() % 5, bytes), shown);
        const std::string line = shown_line(bytes);
        ASSERT_TRUE(is_only_shown(line));
        ASSERT_EQ(line.find_first_of("\n\t"), std::string::npos);
    }
}

TEST(terminal_text, given_a_name_when_shown_on_a_line_then_it_cannot_leave_the_line)
{
    EXPECT_EQ(shown_line("a\nready: b\t.md\r\n"), "a\uFFFDready: b\uFFFD.md\uFFFD");
}

TEST(terminal_text, given_json_when_shown_then_it_is_the_same_value_without_controls)
{
    EXPECT_EQ(shown_json("{\"a\":\"\u009B31m\x7F\u202Eé\\u001b\"}"),
              "{\"a\":\"\\u009b31m\\u007f\\u202eé\\u001b\"}");
    EXPECT_EQ(shown_json("\"\xC3\""), "\"\uFFFD\"");
    EXPECT_EQ(shown_json("[1,\"שלום\"]\n"), "[1,\"שלום\"]\n");
}

}  // namespace
}  // namespace parlance
