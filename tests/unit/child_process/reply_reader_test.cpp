#include <parlance/child_process/reply_reader.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace parlance::child_process {
namespace {

std::string number(std::uint32_t value)
{
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        bytes += static_cast<char>((value >> shift) & 0xFFU);
    }
    return bytes;
}

std::string text(std::string_view value)
{
    return number(static_cast<std::uint32_t>(value.size())) + std::string(value);
}

std::string reply()
{
    return "PXT1" + text("Title") + "B" + number(0) + number(2) + text("A") + text("Größe") +
           text("Text.") + "B" + number(7) + number(0) + text("Seven") + "E";
}

TEST(reply_reader, given_a_reply_when_read_then_everything_is_there)
{
    const auto read = read_reply(reply());

    ASSERT_TRUE(read);
    EXPECT_EQ(read->title, "Title");
    ASSERT_EQ(read->blocks.size(), 2U);
    EXPECT_FALSE(read->blocks[0].page);
    EXPECT_EQ(read->blocks[0].headings, (std::vector<std::string>{"A", "Größe"}));
    EXPECT_EQ(read->blocks[0].text, "Text.");
    EXPECT_EQ(read->blocks[1].page, 7);
}

TEST(reply_reader, given_a_reply_cut_anywhere_when_read_then_refused)
{
    const std::string whole = reply();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto read = read_reply(std::string_view(whole).substr(0, length));
        ASSERT_FALSE(read) << length;
        EXPECT_EQ(read.error().kind, fault::internal);
    }
    EXPECT_FALSE(read_reply(whole + "x"));
}

TEST(reply_reader, given_impossible_values_when_read_then_refused)
{
    EXPECT_FALSE(read_reply("PXT1" + number(0xFFFFFFFF) + "x"));
    EXPECT_FALSE(read_reply("PXT1" + text("\xFF") + "E"));
    EXPECT_FALSE(read_reply("PXT1" + text(std::string_view("a\0b", 3)) + "E"));
    std::string many = "PXT1" + text("") + "B" + number(0) + number(17);
    for (int heading = 0; heading < 17; ++heading) many += text("h");
    EXPECT_FALSE(read_reply(many + text("t") + "E"));
}

}  // namespace
}  // namespace parlance::child_process
