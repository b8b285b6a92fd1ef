#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/runtime/log_entry.hpp>
#include <parlance/runtime/log_file.hpp>

#include <cstdio>
#include <string>

namespace parlance::runtime {

enum class log_colours { none, ansi };

/// The log for a person who watches a terminal: local time, level, the event in words, its fields.
/// What goes well is quiet: of requests only those that failed, of ids only those beside a warning
/// or an error. Any thread.
class readable_log : public telemetry {
public:
    struct manner {
        log_level least = log_level::info;
        log_colours colours = log_colours::none;
    };

    readable_log(const clock& now, std::FILE* out, manner how);
    void log(log_level level, std::string_view event,
             std::initializer_list<log_field> fields) override;

private:
    const clock& now_;
    log_file out_;
    manner how_;
};

/// The line for people, with its line end; "" when it is of no interest to them. Nothing in it but
/// its own colours can move a terminal (foundation/terminal_text.hpp).
std::string readable_line(const log_entry& entry, log_colours colours);

}  // namespace parlance::runtime
