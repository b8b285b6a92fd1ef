#include <parlance/child_process/child_process_extractor.hpp>

#include <parlance/child_process/child.hpp>
#include <parlance/child_process/reply_reader.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>
#include <system_error>
#include <utility>

namespace parlance::child_process {
namespace {

constexpr int exit_refused = 2;
constexpr std::string_view takes_too_long = "The file takes longer to read than is allowed.";
constexpr std::string_view too_much_text = "There is more text in the file than can be read.";
constexpr std::string_view not_allowed =
    "Reading the file was stopped: it does what files may not.";
// Lengths and headings come on top of the text; the worker counts them as text.
constexpr std::size_t output_bytes_max = limits::document_text_bytes_max + 1024 * 1024;

/// Says stop to the job when the coroutine that waits for it ends, also by cancellation.
class stop_at_end {
public:
    stop_at_end() = default;
    ~stop_at_end() { source.request_stop(); }
    stop_at_end(const stop_at_end&) = delete;
    stop_at_end& operator=(const stop_at_end&) = delete;

    std::stop_source source;
};

/// The worker's sentence, if it is one that can be shown.
std::string sentence_in(std::string_view message)
{
    constexpr std::size_t sentence_bytes_max = 200;
    const std::string_view line = message.substr(0, message.find('\n'));
    const bool has_controls = std::any_of(line.begin(), line.end(), [](char letter) {
        return static_cast<std::uint8_t>(letter) < 0x20 || letter == 0x7F;
    });
    if (is_blank(line) || line.size() > sentence_bytes_max || has_controls || !is_utf8(line)) {
        return "The file could not be read.";
    }
    return std::string(line);
}

error refused(std::string_view sentence)
{
    return fail(fault::upstream_rejected, std::string(sentence));
}

/// A worker that a signal ended: by a limit it ran into, or by a crash, which another try may not
/// meet.
error killed_by(int signal)
{
    if (signal == SIGXCPU) return refused(takes_too_long);
    if (signal == SIGSYS) return refused(not_allowed);
    return fail(fault::internal, "the worker was ended by signal " + std::to_string(signal));
}

error broke_off(const child_outcome& outcome)
{
    // Its words may quote the file, and this detail is logged.
    return fail(fault::internal,
                "the worker ended with status " + std::to_string(outcome.exit_code));
}

result<knowledge::extracted_text> read_with(const child_call& call)
{
    auto outcome = run_child(call);
    if (!outcome) return outcome.error();
    switch (outcome->end) {
        case child_end::stopped: return fail(fault::cancelled, "stopped while reading a file");
        case child_end::killed: return killed_by(outcome->signal);
        case child_end::too_late: return refused(takes_too_long);
        case child_end::too_large: return refused(too_much_text);
        case child_end::exited: break;
    }
    if (outcome->exit_code == exit_refused) {
        return fail(fault::upstream_rejected, sentence_in(outcome->message));
    }
    if (outcome->exit_code != 0) return broke_off(*outcome);
    return read_reply(outcome->output);
}

}  // namespace

std::string worker_beside_this_program()
{
    std::error_code failed;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
    if (failed) return "parlance-extract";
    return (self.parent_path() / "parlance-extract").string();
}

child_process_extractor::child_process_extractor(config with, runtime::blocking_pool& pool)
    : config_(std::move(with)), pool_(pool)
{
}

task<result<knowledge::extracted_text>> child_process_extractor::extract(call_scope scope,
                                                                         std::string file_name,
                                                                         std::string bytes)
{
    // The name is the first line of what the worker reads.
    std::replace(file_name.begin(), file_name.end(), '\n', ' ');
    file_name += '\n';
    stop_at_end ending;
    const std::stop_callback passing_on(scope.stop, [&ending] { ending.source.request_stop(); });

    child_call call;
    call.program = config_.program;
    call.input.push_back(std::move(file_name));
    call.input.push_back(std::move(bytes));
    call.output_bytes_max = output_bytes_max;
    call.stop = ending.source.get_token();
    const steady_time latest = scope.deadline;
    const std::chrono::milliseconds time_max = config_.time_max;
    std::function<result<knowledge::extracted_text>()> job = [call = std::move(call), latest,
                                                              time_max]() mutable {
        // Counted from here: waiting for a thread is not the file's fault.
        call.deadline = std::min(latest, std::chrono::steady_clock::now() + time_max);
        return read_with(call);
    };
    auto text = co_await pool_.run<knowledge::extracted_text>(std::move(job));
    co_return text;
}

}  // namespace parlance::child_process
