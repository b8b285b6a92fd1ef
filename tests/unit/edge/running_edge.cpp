#include "unit/edge/running_edge.hpp"

#include <fakes/eventually.hpp>
#include <fakes/run.hpp>

#include <array>
#include <cstdlib>
#include <utility>

namespace parlance::edge_test {
namespace {

chat::replica_id test_replica()
{
    return *chat::replica_id::parse("0190f4a0-0000-7000-8000-00000000000a");
}

language::model_choice scripted_choice()
{
    return language::model_choice{"scripted", "Scripted", "offline", "this machine"};
}

}  // namespace

std::span<const edge::asset> sample_assets()
{
    static const std::array<edge::asset, 3> all{
        edge::asset{"/assets/main-1a2b.js", "text/javascript; charset=utf-8", "c0ffee", "plain js",
                    "br", "gz"},
        edge::asset{"/index.html", "text/html; charset=utf-8", "beef",
                    "<!doctype html><base href=\"/\" />", "br", "gz"},
        edge::asset{"/openapi.json", "application/json", "feed", "{}", "", ""},
    };
    return all;
}

edge::limits_config short_limits()
{
    constexpr std::chrono::milliseconds brief{150};
    edge::limits_config limits;
    limits.header_time_max = brief;
    limits.body_time_max = brief;
    limits.idle_time_max = brief;
    limits.write_stall_max = brief;
    limits.linger_time_max = brief;
    limits.heartbeat_every = brief;
    limits.sweep_every = std::chrono::milliseconds(5);
    return limits;
}

running_edge::running_edge(edge::limits_config limits, edge::outer_address address)
    : limits_(limits),
      address_(std::move(address)),
      library_({documents, blobs, clock, random, [] {}}),
      lease_({conversations, clock, log}, test_replica()),
      progress_({conversations, messenger_, clock, log}),
      turns({conversations, retriever_, models_, progress_, feed, keeper, tasks_, clock, random,
             log, lease_, messenger_}),
      server(parts(), threads_, tasks_)
{
    models_.add(scripted_choice(), model);
    fakes::run(lease_.join()).value();
    threads_.start();
    port_ = server.listen("127.0.0.1", 0).value();
}

edge::services running_edge::parts()
{
    return {turns,
            conversations,
            history,
            feed,
            citations_,
            retriever_,
            library_,
            models_,
            pool_,
            clock,
            random,
            log,
            notices,
            is_ready,
            loops,
            storage,
            true,
            access::local_principal(),
            "0.0.0-test",
            "a test folder",
            sample_assets(),
            limits_,
            address_};
}

result<std::uint16_t> running_edge::listen_again(std::uint16_t port)
{
    edge::server other(parts(), threads_, tasks_);
    return other.listen("127.0.0.1", port);
}

bool running_edge::has_client() const
{
    return fakes::eventually([this] { return server.connections() > 0; });
}

running_edge::~running_edge()
{
    server.stop_accepting();
    turns.drain();
    server.close_all();
    if (!tasks_.wait_until_idle(fakes::patience)) std::abort();
    threads_.finish();
}

std::string running_edge::get(std::string_view path, std::string_view headers) const
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: " + host() + "\r\n" +
           std::string(headers) + "\r\n";
}

std::string running_edge::post(std::string_view path, std::string_view body,
                               std::string_view headers) const
{
    std::string request = "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + host() + "\r\n";
    if (headers.find("Content-Type") == std::string_view::npos) {
        request += "Content-Type: application/json\r\n";
    }
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return request + std::string(headers) + "\r\n" + std::string(body);
}

raw_response running_edge::ask(const std::string& request) const
{
    raw_client client(port_);
    client.send(request);
    return client.read_response();
}

std::string running_edge::start_turn(std::string_view question) const
{
    const std::string body = R"({"message_text":")" + std::string(question) + "\"}";
    const raw_response answer = ask(post("/api/turns", body, "Accept: application/json\r\n"));
    constexpr std::string_view before = R"({"turn_id":")";
    constexpr std::size_t id_length = 36;
    return answer.body.substr(before.size(), id_length);
}

void running_edge::add_document(const std::string& file_name, const std::string& text)
{
    knowledge::offered_file file{file_name, text, knowledge::document_origin::added};
    const auto who = access::local_principal();
    auto added = fakes::run(library_.add({}, who, std::move(file)));
    const auto taken =
        fakes::run(documents.take_queued({}, knowledge::reader_id::make(clock, random), {}))
            .value()
            .taken.value();
    std::string terms;
    for (const std::string& term : analyzer.terms(text)) terms += term + " ";
    const auto id = knowledge::passage_id::make(clock, random);
    std::vector<knowledge::indexed_passage> passages;
    passages.push_back({{id, added->id, 0, std::nullopt, "", text}, "", "", terms});
    fakes::run(documents.keep_passages({}, taken, std::move(passages))).value();
    fakes::run(documents.finish_ready({}, taken, file_name)).value();
}

bool running_edge::is_left_alone() const
{
    return fakes::eventually([this] { return server.connections() == 0; });
}

}  // namespace parlance::edge_test
