#include <parlance/edge/event_stream.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>

#include <string>

namespace parlance::edge {
namespace {

/// Keeps what is sent.
class recorded_connection : public connection {
public:
    task<io_end> readable() override { co_return io_end::closed; }
    task<io_end> read_some(std::string&, std::size_t) override { co_return io_end::closed; }
    task<io_end> write(std::span<const std::string_view> pieces) override
    {
        for (const std::string_view piece : pieces) sent += piece;
        co_return io_end::done;
    }
    void watch_for_leaving(std::stop_source) override {}
    void stop_watching() override {}
    void finish_sending() override {}
    void close() override {}
    void abort() override {}

    std::string sent;

private:
    void cancel() override {}
};

class event_stream_test : public testing::Test {
protected:
    event_stream stream(stream_framing how) { return {to, how, limits, clock, held}; }

    limits_config limits;
    fakes::manual_clock clock;
    byte_budget budget{limits.responses_bytes_max};
    held_response held{budget, limits, clock};
    recorded_connection to;
};

TEST_F(event_stream_test, given_nothing_to_send_when_sent_then_the_body_does_not_end)
{
    event_stream chunks = stream(stream_framing::chunked);

    EXPECT_TRUE(fakes::run(chunks.send("")));
    EXPECT_TRUE(fakes::run(chunks.send_piece("")));
    EXPECT_EQ(to.sent, "");
    EXPECT_TRUE(fakes::run(chunks.send("data: x\n\n")));
    EXPECT_TRUE(fakes::run(chunks.finish()));

    EXPECT_EQ(to.sent, "9\r\ndata: x\n\n\r\n0\r\n\r\n");
    EXPECT_EQ(chunks.bytes(), 9U);
    EXPECT_TRUE(chunks.is_whole());
}

TEST_F(event_stream_test, given_a_body_until_the_end_when_sent_then_no_chunks)
{
    event_stream plain = stream(stream_framing::until_close);

    EXPECT_TRUE(fakes::run(plain.send("")));
    EXPECT_TRUE(fakes::run(plain.send("data: x\n\n")));
    EXPECT_TRUE(fakes::run(plain.finish()));

    EXPECT_EQ(to.sent, "data: x\n\n");
}

}  // namespace
}  // namespace parlance::edge
