#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/runtime/log_entry.hpp>
#include <parlance/runtime/log_file.hpp>

#include <cstdio>
#include <string>
#include <string_view>

namespace parlance::runtime {

/// One JSON object a line: time, level, event, fields. Any thread.
class json_log : public telemetry {
public:
    json_log(const clock& now, std::FILE* out, log_level least);
    void log(log_level level, std::string_view event,
             std::initializer_list<log_field> fields) override;

private:
    const clock& now_;
    log_file out_;
    log_level least_;
};

/// The line for programs, with its line end.
std::string json_line(const log_entry& entry);

/// `text` as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace parlance::runtime
