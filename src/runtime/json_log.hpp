#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>

#include <cstdio>
#include <mutex>
#include <string>

namespace parlance::runtime {

/// One JSON object a line: time, level, event, fields. Any thread.
class json_log : public telemetry {
public:
    json_log(const clock& now, std::FILE* out, log_level least);
    void log(log_level level, std::string_view event,
             std::initializer_list<log_field> fields) override;

private:
    const clock& now_;
    std::FILE* out_;
    log_level least_;
    std::mutex guard_;
};

/// `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace parlance::runtime
