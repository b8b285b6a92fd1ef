#pragma once

#include <parlance/edge/body_intake.hpp>
#include <parlance/edge/connection.hpp>
#include <parlance/edge/door.hpp>
#include <parlance/edge/held_response.hpp>
#include <parlance/edge/hub.hpp>
#include <parlance/edge/request_reader.hpp>
#include <parlance/edge/routes.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace parlance::edge {

enum class keep { open, closed };

/// One request and its response.
class exchange {
public:
    /// @param unread  bytes of the connection that nobody has used yet; what is left of them
    /// belongs
    ///                to the next request.
    exchange(door& through, hub& among, connection& with, std::string& unread);

    /// @return whether the connection can be used again.
    task<keep> run();

private:
    /// Each step ends in a refusal, or in is_gone_ when there is nobody left to refuse.
    task<outcome<response>> answer();
    task<outcome<>> read_head();
    outcome<> check_head();
    task<outcome<>> read_body();
    task<outcome<response>> handle();

    task<keep> send(response what);
    task<bool> send_whole(std::string_view head, std::string_view body);
    task<bool> send_content(const sent_content& what);
    task<bool> send_stream(response what, std::string head);
    /// Lets a refusal arrive although the client is still sending.
    task<> linger();

    /// What is in memory of a response while it is sent.
    [[nodiscard]] std::size_t bytes_held_by(const response& made) const;
    [[nodiscard]] response as_response(const problem& refusal);
    [[nodiscard]] steady_time after(std::chrono::milliseconds time) const;
    void write_log_line(int status) const;

    door& door_;
    const services& with_;
    hub& hub_;
    connection& connection_;
    std::string& unread_;
    request_reader reader_;
    request asked_;
    matched_route route_;
    body_intake body_;
    held_response held_;
    std::string trace_id_;
    steady_time began_;
    std::uint64_t bytes_sent_ = 0;
    bool has_head_ = false;
    bool is_gone_ = false;
    bool must_close_ = false;
};

/// Serves one request. @return false when the connection must be closed.
task<bool> serve_request(door& through, hub& among, connection& with, std::string& unread);

}  // namespace parlance::edge
