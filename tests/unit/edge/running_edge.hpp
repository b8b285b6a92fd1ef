#pragma once

#include <parlance/chat/history.hpp>
#include <parlance/chat/progress_writer.hpp>
#include <parlance/edge/server.hpp>
#include <parlance/foundation/loop_health.hpp>
#include <parlance/foundation/notice_board.hpp>
#include <parlance/foundation/storage_health.hpp>
#include <parlance/knowledge/library.hpp>
#include <parlance/knowledge/retriever.hpp>
#include <parlance/runtime/blocking_pool.hpp>
#include <parlance/runtime/io_threads.hpp>
#include <parlance/runtime/supervisor.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/in_memory_blob_store.hpp>
#include <fakes/in_memory_conversation_store.hpp>
#include <fakes/in_memory_document_store.hpp>
#include <fakes/in_memory_passage_index.hpp>
#include <fakes/inline_work.hpp>
#include <fakes/recorded_log.hpp>
#include <fakes/scripted_language_model.hpp>
#include <fakes/seeded_random.hpp>

#include "unit/edge/raw_client.hpp"

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::edge_test {

/// Pages that a test can ask for.
std::span<const edge::asset> sample_assets();

/// The edge over fakes, on a port of its own.
class running_edge {
public:
    explicit running_edge(edge::limits_config limits = {}, edge::outer_address address = {});
    ~running_edge();
    running_edge(const running_edge&) = delete;
    running_edge& operator=(const running_edge&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
    /// "GET /path HTTP/1.1", Host and whatever else, with the empty line.
    [[nodiscard]] std::string get(std::string_view path, std::string_view headers = {}) const;
    [[nodiscard]] std::string post(std::string_view path, std::string_view body,
                                   std::string_view headers = {}) const;
    /// Sends one request on a connection of its own.
    raw_response ask(const std::string& request) const;
    /// Starts a turn. @return its id.
    std::string start_turn(std::string_view question = "What holds?") const;
    /// Puts a document with one passage into the library, ready.
    void add_document(const std::string& file_name, const std::string& text);
    /// A second server over the same parts tries to listen.
    [[nodiscard]] result<std::uint16_t> listen_again(std::uint16_t port);
    /// Blocks until there is a connection. @return false when there never is.
    [[nodiscard]] bool has_client() const;
    /// Blocks until no connection is left. @return false when some stay.
    [[nodiscard]] bool is_left_alone() const;

    fakes::recorded_log log;
    notice_board notices;
    fakes::seeded_random random{1};
    runtime::system_clock clock;
    fakes::plain_words analyzer;
    fakes::in_memory_conversation_store conversations{analyzer};
    fakes::in_memory_document_store documents;
    fakes::in_memory_blob_store blobs;
    fakes::in_memory_passage_index index{documents};
    fakes::scripted_language_model model;
    std::atomic<bool> is_ready{true};
    loop_health loops;
    storage_health storage;

private:
    [[nodiscard]] edge::services parts();

    edge::limits_config limits_;
    edge::outer_address address_;
    fakes::inline_work aside_;
    knowledge::retriever retriever_{index, analyzer, aside_};
    knowledge::library library_;
    language::model_catalogue models_;
    chat::citation_reader citations_{index};
    runtime::blocking_pool pool_{1, 64};
    runtime::io_threads threads_{2};
    runtime::supervisor tasks_{threads_, log};
    chat::alone_messenger messenger_;
    chat::replica_lease lease_;
    chat::progress_writer progress_;

public:
    chat::conversation_feed feed;
    chat::history_keeper keeper{conversations, clock, log};
    chat::turn_service turns;
    chat::history history{chat::history::parts{conversations, turns, feed, keeper, clock}};
    edge::server server;

private:
    std::uint16_t port_ = 0;
};

/// Limits that a test can wait for.
edge::limits_config short_limits();

}  // namespace parlance::edge_test
