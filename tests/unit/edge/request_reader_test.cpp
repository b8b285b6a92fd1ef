#include <parlance/edge/request_reader.hpp>

#include <gtest/gtest.h>

#include <string>

namespace parlance::edge {
namespace {

const limits_config limits;

struct read_request {
    int status = 0;  // of the refusal; 0 for none
    bool is_done = false;
    request asked;
    std::string body;
    std::string left;
};

read_request read(const std::string& bytes, std::size_t split,
                  std::size_t body_bytes_max = limits.json_body_bytes_max)
{
    request_reader reader(limits);
    read_request made;
    bool has_head = false;
    for (const std::string& piece : {bytes.substr(0, split), bytes.substr(split)}) {
        made.left += piece;
        while (true) {
            const auto fed = reader.feed(made.left);
            if (!fed) {
                made.status = fed.error().status;
                return made;
            }
            if (has_head || !reader.has_head()) break;
            has_head = true;
            auto head = reader.take_head();
            auto limited = reader.limit_body(body_bytes_max);
            if (!head || !limited) {
                made.status = head ? limited.error().status : head.error().status;
                return made;
            }
            made.asked = std::move(*head);
        }
    }
    made.is_done = has_head && reader.is_done();
    if (has_head) made.body = reader.body();
    return made;
}

read_request read(const std::string& bytes)
{
    return read(bytes, bytes.size());
}

}  // namespace

TEST(request_reader, given_a_request_when_split_at_every_byte_then_it_is_the_same)
{
    const std::string bytes =
        "POST /api/turns?a=1 HTTP/1.1\r\nHost: localhost\r\nX-Two:  b \r\nContent-Length: 4\r\n\r\n"
        "bodyGET / HTTP/1.1\r\n";
    for (std::size_t split = 0; split <= bytes.size(); ++split) {
        const read_request made = read(bytes, split);
        ASSERT_TRUE(made.is_done) << split;
        EXPECT_EQ(made.asked.method, "POST");
        EXPECT_EQ(made.asked.to.path, "/api/turns");
        EXPECT_EQ(*made.asked.header_named("x-two"), "b");
        EXPECT_EQ(made.body, "body");
        EXPECT_EQ(made.left, "GET / HTTP/1.1\r\n") << split;
        EXPECT_TRUE(made.asked.keeps_alive);
    }
}

TEST(request_reader, given_an_empty_chunked_body_a_byte_at_a_time_then_it_is_read_to_its_end)
{
    const std::string bytes = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET";
    request_reader reader(limits);
    std::string unread;
    std::size_t fed = 0;

    for (; fed < bytes.size() && !reader.is_done(); ++fed) {
        unread += bytes[fed];
        ASSERT_TRUE(reader.feed(unread)) << fed;
    }

    EXPECT_TRUE(reader.is_done());
    EXPECT_EQ(bytes.substr(fed), "GET");
    EXPECT_EQ(unread, "");
    EXPECT_EQ(reader.body(), "");
}

TEST(request_reader, given_a_chunked_body_when_split_at_every_byte_then_it_is_the_same)
{
    const std::string bytes =
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nHost: trailer\r\n\r\nrest";
    for (std::size_t split = 0; split <= bytes.size(); ++split) {
        const read_request made = read(bytes, split);
        ASSERT_TRUE(made.is_done) << split;
        EXPECT_EQ(made.body, "abc0123456789") << split;
        EXPECT_EQ(made.left, "rest") << split;
        EXPECT_EQ(made.asked.header_named("host"), nullptr) << "a trailer is no header";
    }
}

TEST(request_reader, given_a_malformed_request_when_read_then_400)
{
    for (const char* bytes :
         {"GET\r\n\r\n",
          "GET /\r\n\r\n",
          "GET / HTTP/2.0\r\n\r\n",
          "GET / HTTP/1.2\r\n\r\n",
          "G(T / HTTP/1.1\r\n\r\n",
          "GET /\x01 HTTP/1.1\r\n\r\n",
          " GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "GET / HTTP/1.1\r\nA : b\r\n\r\n",
          "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
          "\x16\x03\x01 hello TLS\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
          "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
          "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdefgh\r\n"}) {
        EXPECT_EQ(read(bytes).status, 400) << bytes;
    }
}

TEST(request_reader, given_a_header_past_the_limit_when_read_then_431)
{
    const std::string line = "GET / HTTP/1.1\r\n";
    const std::string fits(limits.header_bytes_max - std::string("A: \r\n\r\n").size(), 'a');

    EXPECT_TRUE(read(line + "A: " + fits + "\r\n\r\n").is_done);
    EXPECT_EQ(read(line + "A: " + fits + "a\r\n\r\n").status, 431);
    EXPECT_EQ(read(line + "A: " + std::string(limits.header_bytes_max, 'a')).status, 431);
    // Also when the line came first, byte by byte.
    EXPECT_EQ(read(line + "A: " + std::string(limits.header_bytes_max, 'a'), line.size()).status,
              431);
}

TEST(request_reader, given_a_target_past_the_limit_when_read_then_414)
{
    const std::string path = "/" + std::string(limits.target_bytes_max - 1, 'a');

    EXPECT_TRUE(read("GET " + path + " HTTP/1.1\r\n\r\n").is_done);
    EXPECT_EQ(read("GET " + path + "a HTTP/1.1\r\n\r\n").status, 414);
    EXPECT_EQ(read("GET /" + std::string(limits.header_bytes_max, 'a')).status, 414);
}

TEST(request_reader, given_a_body_past_the_limit_when_read_then_413)
{
    const std::string sized = "POST / HTTP/1.1\r\nContent-Length: ";
    const std::string chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    EXPECT_TRUE(read(sized + "4\r\n\r\nabcd", 0, 4).is_done);
    EXPECT_EQ(read(sized + "5\r\n\r\n", 0, 4).status, 413);
    EXPECT_TRUE(read(chunked + "4\r\nabcd\r\n0\r\n\r\n", 0, 4).is_done);
    EXPECT_EQ(read(chunked + "5\r\nabcde\r\n0\r\n\r\n", 0, 4).status, 413);
    EXPECT_EQ(read(chunked + "2\r\nab\r\n3\r\nabc\r\n0\r\n\r\n", 0, 4).status, 413);
}

TEST(request_reader, given_endless_chunk_extensions_or_trailers_when_read_then_431)
{
    const std::string chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string much(limits.header_bytes_max + 1, 'a');

    EXPECT_EQ(read(chunked + "1;" + much).status, 431);
    EXPECT_EQ(read(chunked + "0\r\nA: " + much).status, 431);
}

TEST(request_reader, given_connection_headers_when_read_then_keep_alive_follows_them)
{
    EXPECT_FALSE(read("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").asked.keeps_alive);
    EXPECT_FALSE(read("GET / HTTP/1.0\r\n\r\n").asked.keeps_alive);
    EXPECT_TRUE(read("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").asked.keeps_alive);
}

}  // namespace parlance::edge
