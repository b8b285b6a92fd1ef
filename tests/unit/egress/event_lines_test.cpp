#include <parlance/egress/event_lines.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace parlance::egress {
namespace {

struct collected {
    event_lines lines;
    std::vector<std::string> events;

    bool feed(std::string_view bytes)
    {
        return lines.feed(bytes,
                          [this](const server_event& one) { events.emplace_back(one.data); });
    }
    void end()
    {
        lines.end([this](const server_event& one) { events.emplace_back(one.data); });
    }
};

TEST(event_lines, given_every_split_when_fed_then_the_same_events)
{
    const std::string wire =
        "\xEF\xBB\xBF: comment\r\nevent: x\r\ndata: one\r\n\r\n"
        "data:two\rdata: lines\r\rid: 7\n\ndata\n\n\n\ndata:  spaced\n\n: last\n\n";
    const std::vector<std::string> expected{"one", "two\nlines", "", " spaced"};

    for (std::size_t cut = 0; cut <= wire.size(); ++cut) {
        collected halves;
        ASSERT_TRUE(halves.feed(std::string_view(wire).substr(0, cut)));
        ASSERT_TRUE(halves.feed(std::string_view(wire).substr(cut)));
        EXPECT_EQ(halves.events, expected) << "cut at " << cut;
    }
    collected single;
    for (const char byte : wire) ASSERT_TRUE(single.feed({&byte, 1}));
    EXPECT_EQ(single.events, expected);
}

TEST(event_lines, given_names_when_fed_then_each_event_has_its_own)
{
    event_lines lines;
    std::vector<std::string> names;
    const std::string_view wire =
        "event: text\ndata: 1\n\ndata: 2\n\nevent: lost\n\ndata: 3\n\nevent: end\ndata: 4\n\n";

    lines.feed(wire, [&](const server_event& one) { names.emplace_back(one.name); });

    EXPECT_EQ(names, (std::vector<std::string>{"text", "message", "message", "end"}));
}

TEST(event_lines, given_no_empty_line_at_the_end_when_ended_then_the_event_counts)
{
    collected read;
    read.feed("data: [DONE]");
    ASSERT_TRUE(read.events.empty());

    read.end();

    EXPECT_EQ(read.events, std::vector<std::string>{"[DONE]"});
}

TEST(event_lines, given_an_event_at_the_limit_when_fed_then_it_is_read)
{
    collected read;
    const std::string head = "data: ";
    const std::string data(event_bytes_max - head.size(), 'a');

    EXPECT_TRUE(read.feed(head + data + "\n\n"));

    ASSERT_EQ(read.events.size(), 1U);
    EXPECT_EQ(read.events.front().size(), data.size());
}

TEST(event_lines, given_an_event_one_past_the_limit_when_fed_in_pieces_then_refused)
{
    collected read;
    const std::string piece(1'024, 'a');
    ASSERT_TRUE(read.feed("d"));
    for (std::size_t sent = 1; sent + piece.size() <= event_bytes_max; sent += piece.size()) {
        ASSERT_TRUE(read.feed(piece));
    }

    EXPECT_FALSE(read.feed(piece));
    EXPECT_FALSE(read.feed("\n\ndata: later\n\n"));
    read.end();

    EXPECT_TRUE(read.events.empty());
}

TEST(event_lines, given_many_data_lines_in_one_event_when_past_the_limit_then_refused)
{
    collected read;
    const std::string line = "data: " + std::string(1'000, 'a') + "\n";
    bool is_taken = true;
    for (std::size_t sent = 0; is_taken && sent < 2 * event_bytes_max; sent += line.size()) {
        is_taken = read.feed(line);
    }

    EXPECT_FALSE(is_taken);
}

}  // namespace
}  // namespace parlance::egress
