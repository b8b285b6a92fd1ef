#pragma once

#include <parlance/egress/curl_client.hpp>

#include <boost/json/value.hpp>

#include <string>
#include <sys/types.h>

namespace parlance::tests {

/// sims/openai as a child process on a free port, for the life of this object.
class openai_simulator {
public:
    explicit openai_simulator(const std::string& key = "");
    ~openai_simulator();  // ends the child it started, by its id
    openai_simulator(const openai_simulator&) = delete;
    openai_simulator& operator=(const openai_simulator&) = delete;

    /// "http://127.0.0.1:PORT"
    [[nodiscard]] const std::string& url() const { return url_; }
    /// Sets what it does: see sims/openai/README.md.
    void control(const std::string& json);
    void release();
    /// {holding, requests: [...]}
    boost::json::value seen();
    /// Waits until no request is under way any more: each has finished or its client has left.
    /// @return how many there were.
    std::size_t wait_until_idle();
    void wait_until_holding();

private:
    std::string call(egress::method verb, const std::string& path, std::string body);

    egress::curl_client http_;
    std::string url_;
    pid_t child_ = -1;
    int keeps_running_ = -1;  // the child's standard input: it ends with us
};

}  // namespace parlance::tests
