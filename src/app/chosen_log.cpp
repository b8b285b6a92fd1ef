#include <parlance/app/chosen_log.hpp>

#include <parlance/app/terminal_output.hpp>
#include <parlance/runtime/json_log.hpp>
#include <parlance/runtime/readable_log.hpp>

#include <cstdio>

namespace parlance::app {

std::unique_ptr<telemetry> make_log(const log_settings& chosen, const clock& now, log_level least)
{
    if (chosen.is_always_json || !is_error_a_terminal()) {
        return std::make_unique<runtime::json_log>(now, stderr, least);
    }
    runtime::readable_log::manner how{least, runtime::log_colours::none};
    if (chosen.may_be_coloured) how.colours = runtime::log_colours::ansi;
    return std::make_unique<runtime::readable_log>(now, stderr, how);
}

}  // namespace parlance::app
