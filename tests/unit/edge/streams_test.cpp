#include <parlance/chat/position.hpp>
#include <parlance/edge/relay.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>

#include "unit/edge/running_edge.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge_test {
namespace {

struct event {
    std::string id;
    std::string name;
    std::string data;
};

std::vector<event> events_in(std::string_view body)
{
    std::vector<event> found;
    while (!body.empty()) {
        const std::size_t end = body.find("\n\n");
        if (end == std::string_view::npos) break;
        std::string_view block = body.substr(0, end + 1);
        body.remove_prefix(end + 2);
        event one;
        while (!block.empty()) {
            const std::size_t line_end = block.find('\n');
            const std::string_view line = block.substr(0, line_end);
            if (line.starts_with("id: ")) one.id = line.substr(4);
            if (line.starts_with("event: ")) one.name = line.substr(7);
            if (line.starts_with("data: ")) one.data = line.substr(6);
            block.remove_prefix(line_end + 1);
        }
        if (!one.name.empty()) found.push_back(one);
    }
    return found;
}

/// A whole number in flat JSON.
std::size_t number_in(const std::string& data, const std::string& name)
{
    return std::stoul(data.substr(data.find("\"" + name + "\":") + name.size() + 3));
}

/// What a client shows: cut to `at`, then append. Deltas of these tests need no unescaping.
std::string text_of(const std::vector<event>& events, std::string text = {})
{
    for (const event& one : events) {
        if (one.name != "text") continue;
        text.resize(number_in(one.data, "at"));
        const std::size_t from = one.data.find("\"delta\":\"") + 9;
        text += one.data.substr(from, one.data.size() - from - 2);
    }
    return text;
}

std::string stream_request(const running_edge& edge, const std::string& question = "Hello?")
{
    return edge.post("/api/turns", R"({"message_text":")" + question + "\"}",
                     "Accept: text/event-stream\r\n");
}

fakes::model_script holding_script(std::size_t at)
{
    fakes::model_script script;
    script.deltas = {"one ", "two ", "three"};
    script.holds_at = at;
    return script;
}

}  // namespace

TEST(streams, given_a_question_when_posted_then_its_turn_is_streamed_to_the_end)
{
    running_edge edge;
    edge.model.play(holding_script(9));

    const raw_response answer = edge.ask(stream_request(edge));

    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.is_whole);
    EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer.headers.at("x-accel-buffering"), "no");
    const auto events = events_in(answer.body);
    ASSERT_GE(events.size(), 3U);
    EXPECT_EQ(events.front().name, "turn");
    EXPECT_EQ(events.front().id, "1.0");
    EXPECT_EQ(events.back().name, "end");
    EXPECT_EQ(events.back().data, R"({"state":"completed"})");
    EXPECT_EQ(text_of(events), "one two three");
}

TEST(streams, given_every_position_when_followed_from_it_then_the_text_is_exact)
{
    running_edge edge;
    edge.model.play(holding_script(9));
    const auto all = events_in(edge.ask(stream_request(edge)).body);
    const std::string path = "/api/turns/" + all.front().data.substr(12, 36) + "/events";
    std::string seen;
    for (const event& one : all) {
        seen = text_of({one}, seen);

        const raw_response rest = edge.ask(edge.get(path, "Last-Event-ID: " + one.id + "\r\n"));

        EXPECT_TRUE(rest.is_whole) << one.id;
        const auto events = events_in(rest.body);
        EXPECT_EQ(text_of(events, seen), "one two three") << one.id;
        EXPECT_EQ(events.back().data, R"({"state":"completed"})") << one.id;
    }
    // Inside of a delta, and past the end: answered from what is known.
    EXPECT_EQ(text_of(events_in(edge.ask(edge.get(path + "?after=1.5")).body), "one t"),
              "one two three");
    const auto past = events_in(edge.ask(edge.get(path + "?after=99.999")).body);
    EXPECT_EQ(text_of(past, "one two three" + std::string(986, 'x')), "one two three");
    EXPECT_EQ(past.back().name, "end");
}

TEST(streams, given_a_turn_at_work_when_a_second_reader_comes_then_both_see_all_of_it)
{
    running_edge edge;
    edge.model.play(holding_script(2));
    raw_client first(edge.port());
    first.send(stream_request(edge));
    const std::string start = first.read_until("two ");
    const std::string id = start.substr(start.find("\"turn_id\":\"") + 11, 36);
    raw_client second(edge.port());
    second.send(edge.get("/api/turns/" + id + "/events?after=1.0"));
    const std::string second_start = second.read_until("two ");

    edge.model.release();

    EXPECT_NE(first.read_until("\"completed\"").find("three"), std::string::npos);
    EXPECT_NE(second.read_until("\"completed\"").find("three"), std::string::npos);
    EXPECT_EQ(second_start.find("event: turn\n"), std::string::npos);
}

TEST(streams, given_a_reader_that_leaves_while_nothing_happens_then_the_turn_goes_on_without_it)
{
    running_edge edge;
    edge.model.play(holding_script(1));
    raw_client reader(edge.port());
    reader.send(stream_request(edge));
    const std::string start = reader.read_until("one ");
    const std::string id = start.substr(start.find("\"turn_id\":\"") + 11, 36);

    reader.close();

    EXPECT_TRUE(edge.is_left_alone());
    edge.model.release();
    const auto rest = events_in(edge.ask(edge.get("/api/turns/" + id + "/events")).body);
    EXPECT_EQ(text_of(rest), "one two three");
    EXPECT_EQ(rest.back().data, R"({"state":"completed"})");
}

TEST(streams, given_a_quiet_turn_when_time_passes_then_a_comment_keeps_the_stream_alive)
{
    edge::limits_config limits = short_limits();
    running_edge edge(limits);
    edge.model.play(holding_script(0));
    raw_client reader(edge.port());
    reader.send(stream_request(edge));
    reader.read_until("event: turn");

    EXPECT_TRUE(reader.read_until(": alive\n\n").ends_with(": alive\n\n"));
    EXPECT_TRUE(reader.read_until(": alive\n\n").ends_with(": alive\n\n"));
    edge.model.release();
    EXPECT_TRUE(reader.read_until("\"completed\"").ends_with("\"completed\""));
    EXPECT_EQ(edge::limits_config().heartbeat_every, limits::heartbeat_every);
}

TEST(streams, given_a_reader_that_never_reads_when_much_is_said_then_only_it_is_left)
{
    edge::limits_config limits = short_limits();
    limits.send_buffer_bytes = 4 * 1024;
    running_edge edge(limits);
    fakes::model_script much;
    much.deltas.assign(100, std::string(5'000, 'x'));
    edge.model.play(much);
    raw_client never_reads(edge.port(), 4 * 1024);
    never_reads.send(stream_request(edge));

    ASSERT_TRUE(edge.has_client());
    EXPECT_TRUE(edge.is_left_alone());
    EXPECT_TRUE(fakes::eventually([&] {
        const std::string list = edge.ask(edge.get("/api/conversations")).body;
        return list.find("\"is_running\":false") != std::string::npos;
    }));
}

TEST(streams, given_much_text_when_followed_then_it_comes_in_bounded_pieces)
{
    running_edge edge;
    fakes::model_script much;
    much.deltas.assign(100, std::string(5'000, 'x'));
    edge.model.play(much);
    const auto all = events_in(edge.ask(stream_request(edge)).body);
    const std::string path = "/api/turns/" + all.front().data.substr(12, 36) + "/events";

    const auto again = events_in(edge.ask(edge.get(path)).body);

    EXPECT_EQ(text_of(again).size(), 500'000U);
    EXPECT_EQ(text_of(again), text_of(all));
    for (const event& one : again) {
        EXPECT_LE(one.data.size(), edge::relay_bytes_max + 100);
    }
}

TEST(streams, given_a_running_turn_when_stopped_then_its_readers_see_the_end)
{
    running_edge edge;
    edge.model.play(holding_script(1));
    raw_client reader(edge.port());
    reader.send(stream_request(edge));
    const std::string start = reader.read_until("one ");
    const std::string id = start.substr(start.find("\"turn_id\":\"") + 11, 36);

    const raw_response stopped = edge.ask(edge.post("/api/turns/" + id + "/stop", ""));
    const raw_response again = edge.ask(edge.post("/api/turns/" + id + "/stop", "{}"));

    EXPECT_EQ(stopped.status, 202);
    EXPECT_EQ(again.status, 202);
    EXPECT_TRUE(reader.read_until("\"stopped\"").ends_with("\"stopped\""));
}

TEST(streams, given_the_same_turn_id_when_posted_again_then_the_same_stream_or_a_conflict)
{
    running_edge edge;
    const std::string id = "0190f4a0-0000-7000-8000-0000000000ff";
    const std::string body = R"({"message_text":"x","turn_id":")" + id + "\"}";
    const raw_response first = edge.ask(edge.post("/api/turns", body));

    const raw_response second = edge.ask(edge.post("/api/turns", body));
    const raw_response other =
        edge.ask(edge.post("/api/turns", R"({"message_text":"y","turn_id":")" + id + "\"}"));

    EXPECT_EQ(text_of(events_in(second.body)), text_of(events_in(first.body)));
    EXPECT_EQ(events_in(second.body).front().data, events_in(first.body).front().data);
    EXPECT_EQ(other.status, 409);
    EXPECT_EQ(edge.model.asked().size(), 1U);
}

TEST(streams, given_http_1_0_when_streamed_then_the_close_ends_it)
{
    running_edge edge;
    raw_client client(edge.port());
    const std::string id = edge.start_turn();
    client.send("GET /api/turns/" + id + "/events HTTP/1.0\r\nHost: " + edge.host() + "\r\n\r\n");

    const raw_response head = client.read_head();

    EXPECT_EQ(head.headers.count("transfer-encoding"), 0U);
    EXPECT_EQ(head.headers.at("connection"), "close");
    EXPECT_NE(client.read_until("event: end").find("scripted"), std::string::npos);
    EXPECT_TRUE(client.is_closed());
}

TEST(streams, given_head_when_a_stream_is_asked_for_then_only_its_head_is_sent)
{
    running_edge edge;
    const std::string id = edge.start_turn();
    raw_client client(edge.port());
    client.send("HEAD /api/turns/" + id + "/events HTTP/1.1\r\nHost: " + edge.host() + "\r\n\r\n");

    EXPECT_EQ(client.read_head().headers.at("content-type"), "text/event-stream");
    client.send(edge.get("/healthz"));
    EXPECT_EQ(client.read_response().body, R"({"status":"ok"})");
}

TEST(streams, given_a_finished_stream_when_the_next_request_is_pipelined_then_it_is_answered)
{
    running_edge edge;
    raw_client client(edge.port());
    client.send(stream_request(edge) + edge.get("/healthz"));

    EXPECT_EQ(events_in(client.read_response().body).back().name, "end");
    EXPECT_EQ(client.read_response().body, R"({"status":"ok"})");
}

TEST(streams, given_shutdown_when_a_turn_is_streamed_then_it_ends_cleanly_without_an_end_event)
{
    running_edge edge;
    edge.model.play(holding_script(1));
    raw_client reader(edge.port());
    reader.send(stream_request(edge));
    reader.read_until("one ");
    reader.read_until("\n\n\r\n");

    edge.server.stop_accepting();
    edge.server.close_all();

    EXPECT_EQ(reader.read_until("0\r\n\r\n"), "0\r\n\r\n");
    EXPECT_TRUE(reader.is_closed());
}

TEST(streams, given_a_failing_model_when_streamed_then_the_end_says_so)
{
    running_edge edge;
    fakes::model_script failing;
    failing.deltas = {"one "};
    failing.ends_with = fail(fault::upstream_rejected, "the key is wrong");
    edge.model.play(failing);

    const raw_response answer = edge.ask(stream_request(edge));
    const auto events = events_in(answer.body);

    EXPECT_EQ(events.back().data, R"({"state":"failed","fault":"upstream_rejected","trace_id":")" +
                                      answer.headers.at("x-trace-id") + "\"}");
    EXPECT_EQ(text_of(events), "one ");
}

TEST(streams, given_a_cited_document_when_streamed_then_its_quote_comes_before_the_number)
{
    running_edge edge;
    edge.add_document("warranty.txt", "The warranty lasts two years. Ask the shop.");
    fakes::model_script citing;
    citing.deltas = {"Two years [1]."};
    edge.model.play(citing);

    const raw_response answer = edge.ask(stream_request(edge, "How long does the warranty last?"));

    const std::size_t cited = answer.body.find("event: citation");
    ASSERT_NE(cited, std::string::npos) << answer.body;
    EXPECT_LT(cited, answer.body.find("[1]"));
    EXPECT_NE(answer.body.find("\"file_name\":\"warranty.txt\""), std::string::npos);
    EXPECT_NE(answer.body.find("\"quote\":\"The warranty lasts two years."), std::string::npos);
}

TEST(streams, given_an_index_that_fails_when_citations_are_joined_then_the_stream_is_cut_to_resume)
{
    running_edge edge;
    edge.add_document("warranty.txt", "The warranty lasts two years.");
    fakes::model_script citing;
    citing.deltas = {"Two years [1]."};
    edge.model.play(citing);
    edge.index.fail_next(fakes::index_operation::read, fail(fault::overloaded, "busy"));

    const raw_response cut = edge.ask(stream_request(edge, "How long does the warranty last?"));

    EXPECT_FALSE(cut.is_whole);
    EXPECT_EQ(cut.body.find("event: end"), std::string::npos);
}

}  // namespace parlance::edge_test
