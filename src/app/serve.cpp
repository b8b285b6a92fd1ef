#include <parlance/app/serve.hpp>

#include <parlance/app/chosen_log.hpp>
#include <parlance/app/composition.hpp>
#include <parlance/app/terminal_output.hpp>
#include <parlance/runtime/system_clock.hpp>

#include <malloc.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>
#include <string>

namespace parlance::app {
namespace {

constexpr int could_not_start = 1;
constexpr int wrong_settings = 2;

sigset_t ending_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

int refuse(const error& cause)
{
    if (cause.kind == fault::conflict) {
        print_error("parlance: a server already uses this data directory; it is on " +
                    cause.detail + "\n");
        return could_not_start;
    }
    print_error("parlance: " + cause.detail + "\n");
    return cause.kind == fault::invalid_request ? wrong_settings : could_not_start;
}

void warn_if_open(const address_settings& settled, telemetry& log)
{
    if (!settled.is_open_to_anyone()) return;
    log.log(log_level::warn, "open_to_anyone",
            {{"listen", settled.listen}, {"reason", open_to_anyone_notice(settled)}});
}

void say_where_text_goes(const server_settings& settled)
{
    if (settled.model) {
        print("Questions and the passages found for them go to " +
              openai_compatible::destination(*settled.model) + " (" + settled.model->model +
              ").\n");
    } else {
        print(
            "No language model is connected: answers are quoted word for word and nothing leaves "
            "this machine.\n");
        const auto given = environment();
        if (given.contains("OPENAI_BASE_URL") || given.contains("OPENAI_API_KEY")) {
            print("OPENAI_MODEL is not set, so the other OPENAI_ settings are not used.\n");
        }
    }
}

/// Until the store can be used, or a signal ends the wait, which is then in `signal`.
result<> wait_for_store(composition& server, const sigset_t& signals, const std::string& address,
                        int& signal)
{
    constexpr std::chrono::milliseconds look_every{50};
    constexpr std::chrono::seconds silent_for{1};
    constexpr timespec at_once{};
    std::optional<result<>> said;
    if (const auto full = server.storage_trouble()) {
        print("parlance listens on " + address + ", but cannot keep anything new: " + *full + "\n");
    } else if (!(said = server.wait_until_settled(silent_for))) {
        print("parlance waits for its database and listens on " + address + "\n");
    }
    while (!said) {
        const int caught = sigtimedwait(&signals, nullptr, &at_once);
        if (caught > 0) {
            signal = caught;
            return {};
        }
        said = server.wait_until_settled(look_every);
    }
    return *said;
}

/// What is long (bodies, parts of conversations) goes back to the system when it is freed. By
/// itself the C library keeps it: it raises its threshold with every long block that it is given
/// back.
void give_long_memory_back()
{
    constexpr int long_block_bytes = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, long_block_bytes);
}

/// Waits until every turn has ended, the time is over or another signal comes.
void drain(composition& server, std::chrono::seconds time_max, const sigset_t& signals)
{
    constexpr timespec look_every{0, 50'000'000};
    server.leave();
    const auto deadline = std::chrono::steady_clock::now() + time_max;
    while (server.running() > 0 && std::chrono::steady_clock::now() < deadline) {
        // Nothing of what goes on could be kept.
        if (server.storage_trouble()) return;
        if (sigtimedwait(&signals, nullptr, &look_every) > 0) return;
    }
}

}  // namespace

int serve()
{
    give_long_memory_back();
    // Blocked before any thread exists, so that only sigwait below receives them.
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    runtime::system_clock now;
    settings from(environment());
    auto settled = read_server_settings(from);
    if (!settled) return refuse(settled.error());
    const server_settings shown = *settled;
    const auto log = make_log(shown.log, now, log_level::info);
    warn_if_open(shown.address, *log);

    for (const std::string& warning : shown.way_out.warnings) {
        log->log(log_level::warn, "setting_doubtful", {{"detail", warning}});
    }
    auto server = composition::make(std::move(*settled), *log);
    if (!server) return refuse(server.error());
    (*server)->say_with([](const std::string& words) { print(words + "\n"); });
    auto address = (*server)->start();
    if (!address) return refuse(address.error());
    int signal = 0;
    const auto settled_down = wait_for_store(**server, signals, *address, signal);
    if (!settled_down) {
        (*server)->stop();
        return refuse(settled_down.error());
    }
    if (signal == 0) {
        say_where_text_goes(shown);
        if (shown.address.outer.named) {
            print("People reach it at " + shown.address.outer.named->text() + "\n");
        }
        print("parlance is ready on " + *address + "\n");
        (*server)->load_samples();
        sigwait(&signals, &signal);
    }
    log->log(log_level::info, "stopping", {{"signal", std::int64_t{signal}}});
    if (signal == SIGTERM) drain(**server, shown.drain, signals);
    (*server)->stop();
    return 0;
}

}  // namespace parlance::app
