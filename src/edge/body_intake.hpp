#pragma once

#include <parlance/edge/byte_budget.hpp>
#include <parlance/edge/checks.hpp>
#include <parlance/edge/connection.hpp>
#include <parlance/edge/door.hpp>
#include <parlance/edge/hub.hpp>
#include <parlance/edge/multipart_reader.hpp>
#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>
#include <parlance/edge/request_reader.hpp>
#include <parlance/edge/upload_turn.hpp>
#include <parlance/foundation/task.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace parlance::edge {

/// Takes in the body of one request: no more than all bodies together may hold, no slower than its
/// pace, and a file only when it has a place among the uploads.
class body_intake {
public:
    /// @param unread  bytes of the connection that nobody has used yet.
    body_intake(door& through, const hub& among, connection& from, std::string& unread);

    /// Puts the body, or the file, into `asked`. The head has been read.
    /// @errors  400, 408, 413, 503; any when is_gone().
    task<outcome<>> take(request& asked, body_kind kind, request_reader& reader);
    /// The client has left: there is nobody to refuse.
    [[nodiscard]] bool is_gone() const { return is_gone_; }
    /// The body is not held any more.
    void let_go() { held_.count(0); }

private:
    struct bounds {
        std::size_t body_bytes_max = 0;
        std::size_t read_bytes = 0;  // at once
        steady_time latest;
    };

    [[nodiscard]] bounds bounds_for(body_kind kind) const;
    task<outcome<>> begin_upload(const request& asked, std::optional<std::uint64_t> announced);
    [[nodiscard]] bool fits(std::uint64_t announced) const;
    task<outcome<>> take_whole(const request& asked, request_reader& reader, bounds within);
    task<outcome<>> ask_to_go_on(const request& asked);
    task<outcome<std::size_t>> read_more(const bounds& within, steady_time due);
    outcome<> use(request_reader& reader, const bounds& within);
    outcome<> hold_more(request_reader& reader, const bounds& within);
    outcome<> check_turn(steady_time began) const;
    [[nodiscard]] steady_time after(std::chrono::milliseconds time) const;

    door& door_;
    const limits_config& limits_;
    const clock& now_;
    const hub& hub_;
    connection& connection_;
    std::string& unread_;
    byte_budget::share held_;
    std::optional<upload_turn> turn_;
    std::optional<multipart_reader> file_;
    bool is_gone_ = false;
};

}  // namespace parlance::edge
