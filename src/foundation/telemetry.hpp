#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace parlance {

enum class log_level { debug, info, warn, error };  // error = someone must act

/// One field of a log line. Never a prompt, an answer, a row, a token or a mail address.
struct log_field {
    std::string_view key;
    std::variant<std::string, std::int64_t, double, bool> value;
};

/// Log lines: a constant event name and fields. Implemented by runtime; in tests by a recorder.
class telemetry {
public:
    virtual ~telemetry() = default;
    virtual void log(log_level level, std::string_view event,
                     std::initializer_list<log_field> fields) = 0;
};

}  // namespace parlance
