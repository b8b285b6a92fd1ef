#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace parlance::postgresql {

/// Stands between clients and a server on this machine, for one connection after the other, without
/// TLS. Cuts behind the answer to a statement, before the server says that it is ready again: both
/// come together otherwise.
class cutting_gate {
public:
    explicit cutting_gate(int server_port);
    ~cutting_gate();
    cutting_gate(const cutting_gate&) = delete;
    cutting_gate& operator=(const cutting_gate&) = delete;

    [[nodiscard]] int port() const { return port_; }
    /// The next answer whose command tag begins so is the last one that passes.
    void cut_behind(std::string tag);
    [[nodiscard]] int cuts() const { return cuts_; }

private:
    void carry_all();
    void carry(int client, int server);
    bool pass_answers(std::string& from, int client);
    bool is_to_cut(std::string_view message);

    int listener_ = -1;
    int port_ = 0;
    int server_port_;
    std::atomic<int> cuts_{0};
    std::mutex guard_;
    std::string tag_;  // empty: nothing is cut
    int client_ = -1;  // whose connection is carried
    bool is_ending_ = false;
    std::thread carrier_;
};

}  // namespace parlance::postgresql
