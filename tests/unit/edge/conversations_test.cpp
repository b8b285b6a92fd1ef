#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>
#include <fakes/run.hpp>

#include "unit/edge/running_edge.hpp"

#include <string>
#include <string_view>

namespace parlance::edge_test {
namespace {

class conversations : public testing::Test {
protected:
    struct asked {
        std::string turn;
        std::string conversation;
    };
    /// Asks and waits for the end.
    asked ask(const std::string& body)
    {
        const raw_response answer = edge.ask(edge.post("/api/turns", body));
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_TRUE(fakes::eventually([&] { return edge.turns.running() == 0; }));
        return {field(answer.body, "turn_id"), field(answer.body, "conversation_id")};
    }
    static std::string field(const std::string& json, std::string_view name)
    {
        const std::string before = "\"" + std::string(name) + "\":\"";
        const std::size_t from = json.find(before);
        if (from == std::string::npos) return {};
        const std::size_t start = from + before.size();
        return json.substr(start, json.find('"', start) - start);
    }
    raw_response post(const std::string& path, std::string_view body)
    {
        return edge.ask(edge.post(path, body));
    }
    raw_response get(const std::string& path) { return edge.ask(edge.get(path)); }

    running_edge edge;
};

TEST_F(conversations, given_versions_when_opened_through_one_then_its_path_and_its_siblings)
{
    const asked first = ask(R"({"message_text":"one"})");
    const asked second = ask(R"({"message_text":"two","parent_turn_id":null,"conversation_id":")" +
                             first.conversation + "\"}");
    const std::string path = "/api/conversations/" + first.conversation;

    const std::string newest = get(path).body;
    const std::string through = get(path + "?turn_id=" + first.turn).body;

    const std::string siblings =
        R"("sibling_turn_ids":[")" + first.turn + R"(",")" + second.turn + R"("])";
    EXPECT_EQ(newest.find(R"("message_text":"one")"), std::string::npos) << newest;
    EXPECT_NE(newest.find(siblings), std::string::npos) << newest;
    EXPECT_NE(through.find(R"("message_text":"one")"), std::string::npos) << through;
    EXPECT_NE(through.find(siblings), std::string::npos) << through;
    EXPECT_EQ(get(path + "?turn_id=x").status, 400);
    EXPECT_EQ(get(path + "?turn_id=" + first.conversation).status, 404);
}

TEST_F(conversations, given_a_part_of_an_answer_when_continued_then_the_new_turn_says_of_which)
{
    fakes::model_script broken;
    broken.deltas = {"half "};
    broken.ends_with = fail(fault::upstream_unavailable, "gone");
    edge.model.play(broken);
    const asked first = ask(R"({"message_text":"one"})");

    const asked next = ask(R"({"continues_turn_id":")" + first.turn + "\"}");

    const std::string shown = get("/api/turns/" + next.turn).body;
    EXPECT_EQ(field(shown, "continues_turn_id"), first.turn);
    EXPECT_EQ(field(shown, "parent_turn_id"), first.turn);
    EXPECT_EQ(field(shown, "message_text"), "one");
    EXPECT_NE(field(get("/api/turns/" + first.turn).body, "trace_id"), "");
    EXPECT_EQ(field(shown, "trace_id"), "");
    EXPECT_EQ(post("/api/turns", R"({"continues_turn_id":")" + next.turn + "\"}").status, 409);
    const std::string beside = R"({"message_text":"x","parent_turn_id":null,"continues_turn_id":")";
    const raw_response refused = post("/api/turns", beside + first.turn + "\"}");
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.body.find(R"("field":"message_text")"), std::string::npos) << refused.body;
    EXPECT_NE(refused.body.find(R"("field":"parent_turn_id")"), std::string::npos);
}

TEST_F(conversations, given_a_conversation_when_deleted_then_gone_until_it_is_restored)
{
    const asked turn = ask(R"({"message_text":"one"})");
    const std::string path = "/api/conversations/" + turn.conversation;

    const raw_response deleted = post(path + "/delete", "{}");

    EXPECT_EQ(deleted.status, 200);
    EXPECT_NE(field(deleted.body, "deleted_at"), "");
    EXPECT_NE(field(deleted.body, "restorable_until"), "");
    for (const std::string& gone :
         {path, path + "/events", path + "/export?format=json", "/api/turns/" + turn.turn,
          "/api/turns/" + turn.turn + "/events"}) {
        EXPECT_EQ(get(gone).status, 404) << gone;
    }
    EXPECT_EQ(get("/api/conversations").body, R"({"items":[]})");
    EXPECT_EQ(field(post(path + "/restore", "").body, "conversation_id"), turn.conversation);
    EXPECT_EQ(get(path).status, 200);
    EXPECT_EQ(post(path + "/delete", R"({"now":1})").status, 400);
    EXPECT_EQ(post("/api/conversations/17/delete", "").status, 404);
}

TEST_F(conversations, given_titles_when_renamed_then_one_line_of_text_only)
{
    const asked turn = ask(R"({"message_text":"one"})");
    const std::string path = "/api/conversations/" + turn.conversation + "/rename";

    EXPECT_EQ(field(post(path, R"({"message_text":" Größe "})").body, "title"), "Größe");
    for (const char* body :
         {R"({"message_text":""})", R"({"message_text":"  "})", R"({"message_text":"a\nb"})",
          R"({"message_text":7})", R"({})", R"({"message_text":"a","more":1})"}) {
        EXPECT_EQ(post(path, body).status, 400) << body;
    }
}

TEST_F(conversations, given_an_answer_when_rated_then_the_newest_rating_is_shown)
{
    const asked turn = ask(R"({"message_text":"one"})");
    const std::string path = "/api/turns/" + turn.turn + "/feedback";

    EXPECT_EQ(post(path, R"({"verdict":"up"})").body, R"({"verdict":"up"})");
    EXPECT_EQ(post(path, R"({"verdict":"down","message_text":"wrong"})").body,
              R"({"verdict":"down","message_text":"wrong"})");
    EXPECT_NE(get("/api/turns/" + turn.turn)
                  .body.find(R"("feedback":{"verdict":"down","message_text":"wrong"})"),
              std::string::npos);
    EXPECT_EQ(post(path, R"({"verdict":"none"})").body, R"({"verdict":"none"})");
    EXPECT_EQ(get("/api/turns/" + turn.turn).body.find("feedback"), std::string::npos);
    EXPECT_EQ(post(path, R"({"verdict":"fine"})").status, 400);
    EXPECT_EQ(post(path, R"({})").status, 400);
    const std::string longest(limits::feedback_characters_max, 'x');
    EXPECT_EQ(post(path, R"({"verdict":"up","message_text":")" + longest + "\"}").status, 200);
    EXPECT_EQ(post(path, R"({"verdict":"up","message_text":")" + longest + "x\"}").status, 400);
}

TEST_F(conversations, given_messages_when_searched_then_matches_with_marked_words)
{
    const asked turn = ask(R"({"message_text":"the ferry leaves"})");
    fakes::run(edge.keeper.index_all()).value();

    const raw_response found =
        post("/api/conversations/search", R"({"message_text":"ferry","limit":1})");

    EXPECT_EQ(found.status, 200);
    EXPECT_NE(found.body.find(R"({"text":"ferry","is_match":true})"), std::string::npos)
        << found.body;
    EXPECT_EQ(field(found.body, "conversation_id"), turn.conversation);
    EXPECT_EQ(post("/api/conversations/search", R"({"message_text":"walrus"})").body,
              R"({"items":[]})");
    const auto limited = [](std::size_t limit) {
        return R"({"message_text":"x","limit":)" + std::to_string(limit) + "}";
    };
    for (const std::string& body :
         {std::string(R"({"message_text":" "})"), std::string(R"({"limit":1})"), limited(0),
          limited(limits::matches_max + 1)}) {
        EXPECT_EQ(post("/api/conversations/search", body).status, 400) << body;
    }
    EXPECT_EQ(post("/api/conversations/search", limited(limits::matches_max)).status, 200);
}

TEST_F(conversations, given_a_conversation_when_exported_then_a_file_of_its_title)
{
    fakes::model_script saying;
    saying.deltas = {"**Bold** answer."};
    edge.model.play(saying);
    const asked turn = ask(R"({"message_text":"one two"})");
    const std::string path = "/api/conversations/" + turn.conversation + "/export";
    post("/api/conversations/" + turn.conversation + "/rename", R"({"message_text":"Größe"})");

    const raw_response markdown = get(path + "?format=markdown");
    const raw_response json = get(path + "?format=json");

    EXPECT_EQ(markdown.headers.at("content-type"), "text/markdown; charset=utf-8");
    EXPECT_EQ(markdown.headers.at("content-disposition"),
              "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe.md");
    EXPECT_EQ(markdown.body, "# Größe\n\n## one two\n\n**Bold** answer.\n");
    EXPECT_EQ(json.headers.at("content-type"), "application/json");
    EXPECT_EQ(field(json.body, "turn_id"), turn.turn);
    EXPECT_EQ(get(path).status, 400);
    EXPECT_EQ(get(path + "?format=pdf").status, 400);
}

}  // namespace
}  // namespace parlance::edge_test
