#pragma once

#include <fakes/recorded_log.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace parlance::knowledge {

/// A log that says stop when so many documents have ended, ready or failed.
class stopping_log : public fakes::recorded_log {
public:
    void stop_after(std::size_t documents, std::function<void()> stop)
    {
        left_ = documents;
        stop_ = std::move(stop);
    }
    /// Calls `what` with every line of the event.
    void on(std::string event, std::function<void()> what) { called_[std::move(event)] = what; }
    void log(log_level level, std::string_view event,
             std::initializer_list<log_field> fields) override
    {
        fakes::recorded_log::log(level, event, fields);
        const auto called = called_.find(std::string(event));
        if (called != called_.end()) called->second();
        if (event != "document_ready" && event != "document_failed") return;
        if (left_ > 0 && --left_ == 0 && stop_) stop_();
    }

private:
    std::size_t left_ = 0;
    std::function<void()> stop_;
    std::map<std::string, std::function<void()>> called_;
};

}  // namespace parlance::knowledge
