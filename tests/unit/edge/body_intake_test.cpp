#include <parlance/foundation/limits.hpp>

#include <gtest/gtest.h>

#include <fakes/eventually.hpp>

#include "unit/edge/running_edge.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge_test {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr std::string_view form_type = "Content-Type: multipart/form-data; boundary=b1\r\n";
constexpr std::size_t kibibyte = 1024;

std::string form_of(std::string_view content)
{
    return "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n" +
           std::string(content) + "\r\n--b1--\r\n";
}

/// A question of so many bytes, most of which are spaces between its fields.
std::string question_of(std::size_t bytes)
{
    const std::string end = R"("message_text":"long"})";
    return "{" + std::string(bytes - end.size() - 1, ' ') + end;
}

std::string upload(const running_edge& edge)
{
    return edge.post("/api/documents", form_of("x"), form_type);
}

/// Everything but the last bytes.
std::string unfinished(std::string request, std::size_t missing)
{
    request.resize(request.size() - missing);
    return request;
}

/// Sends the bytes one at a time, and the same again, until the time is over or there is an answer.
void send_steadily(const raw_client& client, std::chrono::milliseconds time)
{
    const auto end = steady::now() + time;
    while (steady::now() < end && !client.has_news()) client.send_some("x");
}

class long_bodies : public testing::Test {
protected:
    static edge::limits_config little_room()
    {
        edge::limits_config limits;
        limits.request_bodies_bytes_max = 100 * kibibyte;
        limits.small_body_bytes_max = 4 * kibibyte;
        return limits;
    }
    /// Whether the server would take in a body of 60 KiB: it is asked, and then left.
    [[nodiscard]] bool has_room() const
    {
        const std::string request =
            edge.post("/api/turns", question_of(60 * kibibyte), "Expect: 100-continue\r\n");
        raw_client client(edge.port());
        client.send(unfinished(request, 60 * kibibyte));
        const raw_response answer = client.read_head();
        EXPECT_TRUE(answer.status == 100 || answer.status == 503) << answer.status;
        EXPECT_EQ(answer.headers.contains("retry-after"), answer.status == 503);
        return answer.status == 100;
    }
    [[nodiscard]] std::string long_question() const
    {
        return edge.post("/api/turns", question_of(60 * kibibyte), "Accept: application/json\r\n");
    }

    running_edge edge{little_room()};
};

TEST_F(long_bodies, given_one_that_does_not_end_when_another_comes_then_503_and_small_ones_pass)
{
    raw_client holding(edge.port());
    holding.send(unfinished(long_question(), 1));

    ASSERT_TRUE(fakes::eventually([&] { return !has_room(); }));

    EXPECT_EQ(edge.ask(edge.get("/healthz")).status, 200);
    EXPECT_EQ(edge.ask(edge.get("/readyz")).status, 200);
    EXPECT_EQ(edge.start_turn("small").size(), 36U);
    holding.send("}");
    EXPECT_EQ(holding.read_response().status, 202);
    EXPECT_TRUE(fakes::eventually([&] { return has_room(); }));
    EXPECT_EQ(edge.ask(long_question()).status, 202);
}

TEST_F(long_bodies, given_one_that_does_not_end_when_its_client_leaves_then_there_is_room_again)
{
    {
        raw_client holding(edge.port());
        holding.send(unfinished(long_question(), 1));
        ASSERT_TRUE(fakes::eventually([&] { return !has_room(); }));
    }

    EXPECT_TRUE(fakes::eventually([&] { return has_room(); }));
}

TEST_F(long_bodies, given_many_that_are_only_announced_when_one_is_sent_then_it_is_answered)
{
    const std::string request = long_question();
    std::vector<std::unique_ptr<raw_client>> announcing;
    for (int count = 0; count < 10; ++count) {
        announcing.push_back(std::make_unique<raw_client>(edge.port()));
        announcing.back()->send(unfinished(request, 60 * kibibyte));
    }

    EXPECT_EQ(edge.ask(request).status, 202);
    EXPECT_FALSE(announcing.front()->has_news());
}

TEST_F(long_bodies, given_chunks_of_unknown_length_when_they_do_not_fit_then_503_in_between)
{
    raw_client holding(edge.port());
    holding.send(unfinished(long_question(), 1));
    ASSERT_TRUE(fakes::eventually([&] { return !has_room(); }));
    raw_client growing(edge.port());
    growing.send("POST /api/turns HTTP/1.1\r\nHost: " + edge.host() +
                 "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

    const std::string piece = "400\r\n" + std::string(kibibyte, ' ') + "\r\n";
    for (int count = 0; count < 80 && !growing.has_news(); ++count) growing.send_some(piece);

    const raw_response refused = growing.read_response();
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_TRUE(growing.is_closed());
}

TEST(body_intake, given_the_bounds_that_ship_then_the_longest_body_fits_many_times)
{
    const edge::limits_config limits;

    EXPECT_EQ(limits.request_bodies_bytes_max, 64U * limits.json_body_bytes_max);
    EXPECT_EQ(limits.small_body_bytes_max, 16 * kibibyte);
    EXPECT_GT(limits.upload_turn_max, limits.body_window + limits.sweep_every);
}

TEST(body_intake, given_stalled_uploads_in_all_places_when_another_comes_then_it_is_taken_soon)
{
    edge::limits_config limits = short_limits();
    limits.uploads_running_max = 2;
    limits.upload_turn_max = fakes::patience;
    limits.body_time_max = fakes::patience;
    limits.upload_time_max = fakes::patience;
    limits.body_window = 50ms;
    limits.body_window_bytes_min = 1'000;
    const running_edge edge(limits);
    raw_client first(edge.port());
    raw_client second(edge.port());
    const std::string request = upload(edge);
    first.send(unfinished(request, 1));
    second.send(unfinished(request, 1));

    EXPECT_EQ(edge.ask(request).status, 202);

    for (raw_client* stalled : {&first, &second}) {
        const raw_response refused = stalled->read_response();
        EXPECT_EQ(refused.status, 408);
        EXPECT_NE(refused.body.find("fewer than 1000 bytes in 50 ms"), std::string::npos)
            << refused.body;
    }
}

TEST(body_intake, given_a_json_body_that_stalls_when_its_window_is_over_then_408)
{
    edge::limits_config limits = short_limits();
    limits.body_time_max = fakes::patience;
    limits.body_window = 50ms;
    const running_edge edge(limits);
    raw_client client(edge.port());

    client.send(unfinished(edge.post("/api/turns", question_of(1'000)), 1));

    const raw_response refused = client.read_response();
    EXPECT_EQ(refused.status, 408);
    EXPECT_NE(refused.body.find("too slowly"), std::string::npos) << refused.body;
}

TEST(body_intake, given_a_slow_but_steady_upload_when_others_would_have_ended_then_it_goes_on)
{
    edge::limits_config limits = short_limits();
    limits.body_time_max = 20ms;  // of JSON
    limits.upload_time_max = fakes::patience;
    limits.body_window = 5s;
    limits.body_window_bytes_min = 1;
    const running_edge edge(limits);
    const std::string start =
        "--b1\r\nContent-Disposition: form-data; name=\"file\"; "
        "filename=\"a.txt\"\r\n\r\n";
    raw_client client(edge.port());
    client.send("POST /api/documents HTTP/1.1\r\nHost: " + edge.host() + "\r\n" +
                std::string(form_type) + "Transfer-Encoding: chunked\r\n\r\n");
    const auto chunk = [](std::string_view text) {
        return std::string("1\r\n") + std::string(text) + "\r\n";
    };
    for (const char letter : start) client.send(chunk(std::string_view(&letter, 1)));

    const auto end = steady::now() + 200ms;
    while (steady::now() < end) client.send(chunk("x"));
    for (const char letter : std::string("\r\n--b1--\r\n")) {
        client.send(chunk(std::string_view(&letter, 1)));
    }
    client.send("0\r\n\r\n");

    EXPECT_EQ(client.read_response().status, 202);
}

TEST(body_intake, given_a_steady_upload_when_the_time_of_all_of_it_is_over_then_408)
{
    edge::limits_config limits = short_limits();
    limits.upload_time_max = 50ms;
    limits.body_window = 5s;
    limits.body_window_bytes_min = 1;
    const running_edge edge(limits);
    raw_client client(edge.port());
    const std::string request = edge.post("/api/documents", std::string(8'000'000, 'x'), form_type);
    client.send(request.substr(0, request.size() - 8'000'000) +
                form_of("").substr(0, form_of("").size() - 12));

    send_steadily(client, fakes::patience);

    const raw_response refused = client.read_response();
    EXPECT_EQ(refused.status, 408);
    EXPECT_NE(refused.body.find("did not arrive in time"), std::string::npos) << refused.body;
}

TEST(body_intake, given_an_upload_that_takes_long_when_somebody_waits_then_it_gives_its_place_up)
{
    edge::limits_config limits = short_limits();
    limits.uploads_running_max = 1;
    limits.upload_turn_max = fakes::patience;
    limits.upload_time_max = fakes::patience;
    limits.upload_undisturbed = 20ms;
    limits.upload_turn_every = 1ms;
    limits.body_window = 5s;
    limits.body_window_bytes_min = 1;
    const running_edge edge(limits);
    raw_client slow(edge.port());
    const std::string request = edge.post("/api/documents", std::string(8'000'000, 'x'), form_type);
    slow.send(request.substr(0, request.size() - 8'000'000) +
              form_of("").substr(0, form_of("").size() - 12));
    send_steadily(slow, 100ms);
    ASSERT_FALSE(slow.has_news());
    raw_client next(edge.port());
    next.send(upload(edge));

    send_steadily(slow, fakes::patience);

    const raw_response refused = slow.read_response();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(next.read_response().status, 202);
}

}  // namespace
}  // namespace parlance::edge_test
