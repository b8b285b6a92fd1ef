#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/run.hpp>

#include "unit/edge/running_edge.hpp"

#include <array>
#include <string>
#include <string_view>

namespace parlance::edge_test {
namespace {

constexpr std::string_view nobody = "0190f4a0-0000-7000-8000-000000000001";

class documents_over_http : public testing::Test {
protected:
    std::string upload(const std::string& name, const std::string& content)
    {
        const std::string body =
            "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name +
            "\"\r\n\r\n" + content + "\r\n--b1--\r\n";
        const raw_response added = edge.ask(edge.post(
            "/api/documents", body, "Content-Type: multipart/form-data; boundary=b1\r\n"));
        EXPECT_EQ(added.status, 202) << added.body;
        return added.body.substr(id_at, id_length);
    }
    /// The id of the newest document, which is ready.
    std::string ready(const std::string& name, const std::string& text)
    {
        edge.add_document(name, text);
        const std::string listed = edge.ask(edge.get("/api/documents?limit=1")).body;
        return listed.substr(listed.find("\"document_id\":") + id_at - 1, id_length);
    }
    raw_response get(const std::string& path, std::string_view headers = {})
    {
        return edge.ask(edge.get("/api/documents/" + path, headers));
    }
    raw_response post(const std::string& path, std::string_view body = "{}")
    {
        return edge.ask(edge.post("/api/documents/" + path, body));
    }

    static constexpr std::size_t id_at = 16;  // {"document_id":"
    static constexpr std::size_t id_length = 36;
    running_edge edge;
};

TEST_F(documents_over_http, given_content_when_asked_for_then_an_attachment_in_a_sandbox)
{
    const std::string id = upload("a b.html", "<script>1</script>");

    const raw_response whole = get(id + "/content");
    const raw_response head =
        edge.ask("HEAD /api/documents/" + id + "/content HTTP/1.1\r\nHost: " + edge.host() +
                 "\r\nConnection: close\r\n\r\n");

    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.body, "<script>1</script>");
    EXPECT_EQ(whole.headers.at("content-type"), "application/octet-stream");
    EXPECT_EQ(whole.headers.at("content-disposition"), "attachment; filename*=UTF-8''a%20b.html");
    EXPECT_EQ(whole.headers.at("content-security-policy"), "sandbox; default-src 'none'");
    EXPECT_EQ(whole.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(whole.headers.at("accept-ranges"), "bytes");
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "18");
    EXPECT_EQ(head.headers.at("etag"), whole.headers.at("etag"));
}

TEST_F(documents_over_http, given_content_that_is_damaged_then_a_problem_until_it_is_added_again)
{
    const std::string id = upload("a.txt", "0123456789");
    const std::string etag = get(id + "/content").headers.at("etag");
    edge.blobs.damage(etag.substr(1, etag.size() - 2));

    for (const std::string& range : {std::string(), std::string("Range: bytes=0-3\r\n")}) {
        const raw_response refused = get(id + "/content", range);
        EXPECT_EQ(refused.status, 404);
        EXPECT_NE(refused.body.find("Adding the same file again repairs it"), std::string::npos);
        EXPECT_FALSE(refused.headers.contains("etag"));
    }
    EXPECT_EQ(edge.log.count("original_damaged"), 2U);
    EXPECT_EQ(upload("a.txt", "0123456789"), id);
    EXPECT_EQ(get(id + "/content").body, "0123456789");
}

TEST_F(documents_over_http, given_a_range_when_asked_for_then_only_that_part)
{
    const std::string id = upload("a.txt", "0123456789");

    const raw_response part = get(id + "/content", "Range: bytes=2-4\r\n");
    const raw_response last = get(id + "/content", "Range: bytes=-2\r\n");
    const raw_response outside = get(id + "/content", "Range: bytes=10-\r\n");
    const raw_response several = get(id + "/content", "Range: bytes=0-1,4-5\r\n");

    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "234");
    EXPECT_EQ(part.headers.at("content-range"), "bytes 2-4/10");
    EXPECT_EQ(part.headers.at("content-length"), "3");
    EXPECT_EQ(last.body, "89");
    EXPECT_EQ(outside.status, 416);
    EXPECT_EQ(outside.headers.at("content-range"), "bytes */10");
    EXPECT_EQ(outside.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(several.status, 200);
    EXPECT_EQ(several.body, "0123456789");
}

TEST_F(documents_over_http, given_conditions_when_content_is_asked_for_then_they_count)
{
    const std::string id = upload("a.txt", "0123456789");
    const std::string tag = get(id + "/content").headers.at("etag");

    const raw_response same = get(id + "/content", "Range: bytes=0-1\r\nIf-Range: " + tag + "\r\n");
    const raw_response other = get(id + "/content", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n");
    const raw_response known = get(id + "/content", "If-None-Match: " + tag + "\r\n");

    EXPECT_EQ(same.status, 206);
    EXPECT_EQ(other.status, 200);
    EXPECT_EQ(other.body, "0123456789");
    EXPECT_EQ(known.status, 304);
}

TEST_F(documents_over_http, given_a_large_file_when_asked_for_then_every_byte_comes)
{
    std::string content;
    while (content.size() < 3'000'000) content += std::to_string(content.size()) + " ";
    const std::string id = upload("large.txt", content);

    EXPECT_TRUE(get(id + "/content").body == content);
    EXPECT_TRUE(get(id + "/content", "Range: bytes=1000000-1999999\r\n").body ==
                content.substr(1'000'000, 1'000'000));
}

TEST_F(documents_over_http, given_an_empty_file_when_asked_for_then_nothing_comes_well)
{
    const std::string id = upload("empty.txt", "");

    const raw_response whole = get(id + "/content");

    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.headers.at("content-length"), "0");
    EXPECT_EQ(get(id + "/content", "Range: bytes=0-\r\n").status, 416);
}

TEST_F(documents_over_http, given_lost_bytes_when_asked_for_then_a_problem)
{
    const std::string id = upload("a.txt", "0123456789");
    edge.blobs.fail_next(fakes::blob_operation::get_part, fail(fault::not_found, "gone"));

    EXPECT_EQ(get(id + "/content").status, 404);
    EXPECT_EQ(get(std::string(nobody) + "/content").status, 404);
    EXPECT_EQ(get("x/content").status, 404);
}

TEST_F(documents_over_http, given_bytes_that_are_lost_while_sent_then_the_connection_ends)
{
    const std::string id = upload("a.txt", std::string(1'000'000, 'x'));
    raw_client client(edge.port());
    // The first look and two of four parts succeed.
    edge.blobs.pass(fakes::blob_operation::get_part, 3);
    edge.blobs.fail_next(fakes::blob_operation::get_part, fail(fault::overloaded, "disk"));

    client.send(edge.get("/api/documents/" + id + "/content"));

    EXPECT_EQ(client.read_head().headers.at("content-length"), "1000000");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(documents_over_http, given_a_ready_document_when_a_page_is_asked_for_then_its_text)
{
    const std::string id = ready("care.md", "Wax the boots.");

    const raw_response page = get(id + "/pages/1");

    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body.find(R"({"document_id":")" + id + R"(","file_name":"care.md","title":)"),
              0U)
        << page.body;
    EXPECT_NE(page.body.find(R"("page":1,"page_count":1,"kind":"part","passages":[{"passage_id":)"),
              std::string::npos)
        << page.body;
    EXPECT_NE(page.body.find(R"("section":"","text":"Wax the boots."}]})"), std::string::npos);
}

TEST_F(documents_over_http, given_no_such_page_when_asked_for_then_404)
{
    const std::string id = ready("care.md", "Wax the boots.");

    for (const char* page : {"0", "2", "01", "-1", "x", "1x", "99999999999999999999", "1.0"}) {
        EXPECT_EQ(get(id + "/pages/" + page).status, 404) << page;
    }
    EXPECT_EQ(get(id + "/pages").status, 404);
    EXPECT_EQ(get(id + "/pages/").status, 404);
    EXPECT_EQ(get(id + "/pages/1/2").status, 404);
    EXPECT_EQ(get(std::string(nobody) + "/pages/1").status, 404);
}

TEST_F(documents_over_http, given_a_document_that_waits_when_a_page_is_asked_for_then_409)
{
    EXPECT_EQ(get(upload("a.txt", "x") + "/pages/1").status, 409);
}

TEST_F(documents_over_http, given_a_document_when_deleted_then_gone_until_it_is_restored)
{
    const std::string id = ready("care.md", "Wax the boots.");

    const raw_response deleted = post(id + "/delete");
    const raw_response again = post(id + "/delete", "");

    EXPECT_EQ(deleted.status, 200);
    EXPECT_EQ(deleted.body.find("{\"deleted_at\":\"20"), 0U) << deleted.body;
    EXPECT_NE(deleted.body.find("\"restorable_until\":\"20"), std::string::npos);
    EXPECT_EQ(again.body, deleted.body);
    for (const char* part : {"", "/content", "/pages/1"}) EXPECT_EQ(get(id + part).status, 404);
    EXPECT_EQ(edge.ask(edge.get("/api/documents")).body, R"({"items":[]})");
    EXPECT_EQ(edge.ask(edge.get("/api/search?q=boots")).body,
              R"({"is_answerable":false,"passages":[]})");

    const raw_response restored = post(id + "/restore");
    EXPECT_EQ(restored.status, 200);
    EXPECT_EQ(restored.body, get(id).body);
    EXPECT_NE(restored.body.find("\"page_count\":1"), std::string::npos);
}

TEST_F(documents_over_http, given_a_document_that_did_not_fail_when_retried_then_409)
{
    const std::string id = ready("care.md", "Wax the boots.");

    EXPECT_EQ(post(id + "/retry").status, 409);
    EXPECT_EQ(post(std::string(nobody) + "/retry").status, 404);
    EXPECT_EQ(post(id + "/retry", R"({"x":1})").status, 400);
    EXPECT_EQ(get(id + "/retry").status, 405);
}

TEST_F(documents_over_http, given_a_failed_document_when_retried_then_queued)
{
    const std::string id = upload("a.txt", "x");
    const auto reader = knowledge::reader_id::make(edge.clock, edge.random);
    const auto taken = fakes::run(edge.documents.take_queued({}, reader, edge.clock.wall()))->taken;
    fakes::run(edge.documents.finish_failed({}, *taken, "It is broken.")).value();
    EXPECT_NE(get(id).body.find("\"reason\":\"It is broken.\""), std::string::npos);

    const raw_response queued = post(id + "/retry");

    EXPECT_EQ(queued.status, 200);
    EXPECT_NE(queued.body.find("\"state\":\"queued\""), std::string::npos);
    EXPECT_NE(queued.body.find("\"queue_place\":1"), std::string::npos);
    EXPECT_EQ(queued.body.find("reason"), std::string::npos);
}

TEST_F(documents_over_http, given_a_state_when_listed_then_only_those)
{
    const std::string waiting = upload("a.txt", "x");

    const raw_response queued = edge.ask(edge.get("/api/documents?state=queued&limit=5"));
    const raw_response failed = edge.ask(edge.get("/api/documents?state=failed"));

    EXPECT_NE(queued.body.find(waiting), std::string::npos);
    EXPECT_EQ(failed.body, R"({"items":[]})");
    EXPECT_EQ(edge.ask(edge.get("/api/documents?state=odd")).status, 400);
    EXPECT_EQ(edge.ask(edge.get("/api/documents?state=")).status, 400);
}

TEST_F(documents_over_http, given_a_length_of_four_gigabytes_when_uploaded_then_413_at_once)
{
    raw_client client(edge.port());

    client.send("POST /api/documents HTTP/1.1\r\nHost: " + edge.host() +
                "\r\nContent-Type: multipart/form-data; boundary=b1\r\n"
                "Content-Length: 4294967296\r\n\r\n--b1\r\n");

    EXPECT_EQ(client.read_response().status, 413);
}

}  // namespace
}  // namespace parlance::edge_test
