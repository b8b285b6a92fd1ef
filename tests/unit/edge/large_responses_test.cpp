#include <parlance/chat/reading_limits.hpp>
#include <parlance/edge/relay.hpp>
#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>
#include <fakes/run.hpp>

#include "unit/edge/running_edge.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge_test {
namespace {

using namespace std::chrono_literals;
using fakes::conversation_operation;

constexpr std::size_t kibibyte = 1024;

std::string field(const std::string& json, std::string_view name)
{
    const std::string before = "\"" + std::string(name) + "\":\"";
    const std::size_t from = json.find(before);
    if (from == std::string::npos) return {};
    const std::size_t start = from + before.size();
    return json.substr(start, json.find('"', start) - start);
}

/// A conversation of which not all is sent at once.
class large_responses : public testing::Test {
protected:
    explicit large_responses(edge::limits_config limits = {}) : edge(limits) {}

    /// Asks one more question in the conversation. @return the turn.
    std::string ask(const std::string& question, const std::string& answer)
    {
        fakes::model_script saying;
        saying.deltas = {answer};
        edge.model.play(saying);
        const std::string where =
            conversation.empty() ? "" : R"(,"conversation_id":")" + conversation + "\"";
        const raw_response asked = edge.ask(
            edge.post("/api/turns", R"({"message_text":")" + question + "\"" + where + "}"));
        EXPECT_EQ(asked.status, 200) << asked.body;
        EXPECT_TRUE(fakes::eventually([&] { return edge.turns.running() == 0; }));
        conversation = field(asked.body, "conversation_id");
        return field(asked.body, "turn_id");
    }
    /// An answer with which a turn with a question of one byte counts for so many bytes.
    std::string answer_for(std::size_t bytes)
    {
        const auto id = chat::turn_id::parse(ask("q", "a")).value();
        const auto turn =
            fakes::run(edge.conversations.find_turn({}, access::local_principal(), id)).value();
        conversation.clear();
        std::string answer(bytes - chat::bytes_counted(turn) + 1, 'a');
        return answer;
    }
    raw_response open(const std::string& query)
    {
        return edge.ask(edge.get("/api/conversations/" + conversation + query));
    }
    [[nodiscard]] std::string exporting(std::string_view format) const
    {
        return edge.get("/api/conversations/" + conversation +
                        "/export?format=" + std::string(format));
    }

    running_edge edge;
    std::string conversation;
};

TEST_F(large_responses, given_a_long_conversation_when_opened_then_its_end_and_a_cursor)
{
    const std::string first = ask("first", "a");
    const std::string second = ask("second", "b");
    const std::string third = ask("third", "c");

    const std::string whole = open("").body;
    const std::string end = open("?limit=1").body;
    const std::string middle = open("?limit=1&before=" + field(end, "earlier_cursor")).body;
    const std::string start = open("?limit=1&before=" + field(middle, "earlier_cursor")).body;

    EXPECT_EQ(field(whole, "turn_id"), first);
    EXPECT_EQ(field(whole, "earlier_cursor"), "");
    EXPECT_EQ(field(end, "turn_id"), third);
    EXPECT_EQ(end.find(R"("message_text":"second")"), std::string::npos);
    EXPECT_EQ(field(middle, "turn_id"), second);
    EXPECT_EQ(field(middle, "conversation_id"), conversation);
    EXPECT_EQ(field(start, "turn_id"), first);
    EXPECT_EQ(field(start, "earlier_cursor"), "");
}

TEST_F(large_responses, given_wrong_parameters_when_opened_then_400_names_them)
{
    const std::string turn = ask("first", "a");

    EXPECT_NE(open("?before=x").body.find(R"("field":"before")"), std::string::npos);
    EXPECT_EQ(open("?before=" + conversation).status, 404);
    const raw_response both = open("?before=" + turn + "&turn_id=" + turn);
    EXPECT_EQ(both.status, 400);
    EXPECT_NE(both.body.find("must be absent beside before"), std::string::npos) << both.body;
    EXPECT_EQ(open("?limit=0").status, 400);
    EXPECT_EQ(open("?limit=" + std::to_string(limits::page_items_max)).status, 200);
    EXPECT_EQ(open("?limit=" + std::to_string(limits::page_items_max + 1)).status, 400);
}

TEST_F(large_responses, given_one_byte_more_than_a_part_has_when_opened_then_one_turn_is_left)
{
    const std::string half = answer_for(chat::opened_bytes_max / 2);
    ask("1", half);
    const std::string second = ask("2", half);
    EXPECT_EQ(field(open("").body, "earlier_cursor"), "");

    const std::string third = ask("3", half + "a");
    const raw_response opened = open("");

    EXPECT_EQ(field(opened.body, "turn_id"), third);
    EXPECT_EQ(field(opened.body, "earlier_cursor"), third);
    EXPECT_EQ(field(open("?before=" + third).body, "earlier_cursor"), "");
}

TEST_F(large_responses,
       given_one_turn_or_byte_more_than_a_step_has_when_exported_then_one_step_more)
{
    const auto steps = [this] {
        const std::size_t before = edge.conversations.calls(conversation_operation::read_turns);
        EXPECT_TRUE(edge.ask(exporting("json")).is_whole);
        return edge.conversations.calls(conversation_operation::read_turns) - before;
    };
    for (std::size_t count = 0; count < chat::exported_turns_max; ++count) ask("q", "a");
    EXPECT_EQ(steps(), 1U);
    ask("q", "a");
    EXPECT_EQ(steps(), 2U);

    const std::string half = answer_for(chat::exported_bytes_max / 2);
    ask("1", half);
    ask("2", half);
    EXPECT_EQ(steps(), 1U);
    conversation.clear();
    ask("1", half);
    ask("2", half + "a");
    EXPECT_EQ(steps(), 2U);
}

TEST_F(large_responses, given_several_steps_when_exported_then_the_document_is_as_a_whole_one)
{
    const std::string long_answer(200 * kibibyte, 'a');
    std::vector<std::string> turns;
    for (const char* question : {"one", "two", "three"})
        turns.push_back(ask(question, long_answer));

    const raw_response markdown = edge.ask(exporting("markdown"));
    const raw_response json = edge.ask(exporting("json"));

    EXPECT_TRUE(markdown.is_whole);
    EXPECT_EQ(markdown.headers.at("transfer-encoding"), "chunked");
    EXPECT_TRUE(markdown.body == "# one\n\n## one\n\n" + long_answer + "\n\n## two\n\n" +
                                     long_answer + "\n\n## three\n\n" + long_answer + "\n");
    EXPECT_TRUE(json.is_whole);
    EXPECT_GE(edge.conversations.calls(conversation_operation::read_turns), 6U);
    std::string expected = json.body.substr(0, json.body.find('[') + 1);
    for (const std::string& turn : turns) {
        if (turn != turns.front()) expected += ',';
        const std::string shown = edge.ask(edge.get("/api/turns/" + turn)).body;
        const std::string siblings = R"(,"sibling_turn_ids":[")" + turn + "\"]";
        expected += shown.substr(0, shown.size() - 1) + siblings + "}";
    }
    EXPECT_TRUE(json.body == expected + "]}");
}

TEST_F(large_responses, given_a_store_that_fails_in_between_when_exported_then_there_is_no_end)
{
    ask("one", std::string(200 * kibibyte, 'a'));
    ask("two", std::string(200 * kibibyte, 'b'));
    for (const char* format : {"markdown", "json"}) {
        edge.conversations.pass(conversation_operation::read_turns, 1);
        edge.conversations.fail_next(conversation_operation::read_turns,
                                     fail(fault::overloaded, "the disk is gone"));
        raw_client client(edge.port());
        client.send(exporting(format));

        const raw_response cut = client.read_response();

        EXPECT_EQ(cut.status, 200);
        EXPECT_GT(cut.body.size(), 200 * kibibyte);
        EXPECT_FALSE(cut.is_whole);
        EXPECT_TRUE(client.is_closed());
    }
    EXPECT_TRUE(fakes::eventually([&] { return edge.log.count("export_cut") == 2; }));
}

TEST_F(large_responses, given_http_1_0_when_an_export_fails_in_between_then_the_close_is_a_reset)
{
    ask("one", std::string(200 * kibibyte, 'a'));
    ask("two", std::string(200 * kibibyte, 'b'));
    const std::string request = "GET /api/conversations/" + conversation +
                                "/export?format=markdown HTTP/1.0\r\nHost: " + edge.host() +
                                "\r\n\r\n";
    raw_client whole(edge.port());
    whole.send(request);
    EXPECT_FALSE(whole.is_reset());

    edge.conversations.pass(conversation_operation::read_turns, 1);
    edge.conversations.fail_next(conversation_operation::read_turns,
                                 fail(fault::overloaded, "the disk is gone"));
    raw_client cut(edge.port());
    cut.send(request);

    EXPECT_TRUE(cut.is_reset());
}

TEST_F(large_responses, given_a_conversation_that_is_not_there_when_exported_then_a_problem)
{
    conversation = "0190f4a0-0000-7000-8000-000000000001";

    EXPECT_EQ(edge.ask(exporting("json")).status, 404);
    EXPECT_EQ(edge.ask(exporting("markdown")).status, 404);
}

TEST_F(large_responses, given_the_bounds_that_ship_then_many_large_ones_fit)
{
    const edge::limits_config limits;

    EXPECT_EQ(limits.responses_bytes_max, 64U * limits.large_response_bytes);
    EXPECT_EQ(limits.small_response_bytes_max, edge::relay_bytes_max);
}

/// Room for one large response, and readers that take next to nothing of it.
class little_room : public large_responses {
protected:
    static edge::limits_config narrow(std::chrono::milliseconds undisturbed)
    {
        edge::limits_config limits;
        limits.responses_bytes_max = 1'200 * kibibyte;
        limits.large_response_bytes = 700 * kibibyte;
        limits.response_undisturbed = undisturbed;
        limits.send_buffer_bytes = 8 * kibibyte;
        return limits;
    }
    explicit little_room(std::chrono::milliseconds undisturbed = 1h)
        : large_responses(narrow(undisturbed))
    {
        ask("one", std::string(400 * kibibyte, 'a'));
        ask("two", std::string(1'000 * kibibyte, 'b'));
    }
    /// Whether another large response is made. When it is, it is read.
    bool has_room() { return open("").status == 200; }
};

TEST_F(little_room, given_a_slow_reader_when_another_comes_then_503_and_small_ones_pass)
{
    for (const std::string& path : {"/api/conversations/" + conversation,
                                    "/api/conversations/" + conversation + "/export?format=json"}) {
        {
            raw_client slow(edge.port(), 4 * kibibyte);
            slow.send(edge.get(path));
            ASSERT_EQ(slow.read_head().status, 200);

            const raw_response refused = open("");

            EXPECT_EQ(refused.status, 503) << path;
            EXPECT_EQ(refused.headers.at("retry-after"), "1");
            EXPECT_EQ(edge.ask(exporting("markdown")).status, 503);
            EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
            EXPECT_EQ(edge.ask(edge.get("/api/me")).status, 200);
            EXPECT_EQ(edge.start_turn("still").size(), 36U);
        }
        EXPECT_TRUE(fakes::eventually([&] { return has_room(); })) << path;
    }
}

class little_patience : public little_room {
protected:
    little_patience() : little_room(20ms) {}
};

TEST_F(little_patience, given_a_reader_that_takes_long_when_others_need_its_room_then_it_is_cut)
{
    raw_client slow(edge.port(), 4 * kibibyte);
    slow.send(exporting("json"));
    ASSERT_EQ(slow.read_head().status, 200);
    ASSERT_FALSE(has_room());
    const auto later = std::chrono::steady_clock::now() + 30ms;
    ASSERT_TRUE(fakes::eventually([&] { return std::chrono::steady_clock::now() > later; }));

    // It reads on, and so meets that others were refused.
    EXPECT_TRUE(slow.is_closed());

    EXPECT_TRUE(fakes::eventually([&] { return has_room(); }));
}

}  // namespace
}  // namespace parlance::edge_test
