#include <parlance/runtime/supervisor.hpp>

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/thrown.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>

namespace parlance::runtime {
namespace asio = boost::asio;
namespace {

/// A task and the loop it lives on; the signal is touched on that loop only.
struct owned_task {
    std::string name;
    asio::io_context& loop;
    asio::cancellation_signal cancel;
};

std::string reason_of(const std::exception_ptr& thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& cause) {
        return name_of_thrown(cause);
    } catch (...) {
        return "something that is no exception";
    }
}

bool is_cancellation(const std::exception_ptr& thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& cause) {
        return cause.code() == asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

}  // namespace

struct supervisor::state {
    state(telemetry& log_to, loop_pauses chosen) : log(log_to), pauses(chosen) {}
    telemetry& log;
    const loop_pauses pauses;
    loop_health loops;
    std::atomic<bool> is_ending{false};
    std::mutex guard;
    std::condition_variable changed;
    std::map<std::uint64_t, std::shared_ptr<owned_task>> tasks;
    std::map<loop_health::place, event> pausing;  // set when nothing is waited for any more
    std::uint64_t next = 0;
    bool is_closed = false;

    bool has_cancelled()
    {
        const std::lock_guard lock(guard);
        return is_closed;
    }

    event& pause_of(loop_health::place loop)
    {
        const std::lock_guard lock(guard);
        return pausing[loop];
    }

    void ended(std::uint64_t key, const std::string& name, const std::exception_ptr& thrown)
    {
        // Before it leaves the list: whoever waits until idle may destroy the log next.
        if (thrown && !is_cancellation(thrown)) {
            log.log(log_level::error, "task_failed",
                    {{"task", name}, {"reason", reason_of(thrown)}});
        }
        const std::lock_guard lock(guard);
        tasks.erase(key);
        changed.notify_all();
    }
};

namespace {

task<std::exception_ptr> run_to_its_end(task<> work)
{
    try {
        co_await std::move(work);
    } catch (...) {
        co_return std::current_exception();
    }
    co_return nullptr;
}

}  // namespace

supervisor::supervisor(io_threads& threads, telemetry& log, loop_pauses pauses)
    : threads_(threads), state_(std::make_shared<state>(log, pauses))
{
}

supervisor::~supervisor() = default;

void supervisor::start(std::string name, task<> work)
{
    start_on(threads_.here_or_next(), std::move(name), std::move(work));
}

void supervisor::start_on(asio::io_context& loop, std::string name, task<> work)
{
    auto owned = std::make_shared<owned_task>(std::move(name), loop);
    std::uint64_t key = 0;
    {
        const std::lock_guard lock(state_->guard);
        if (state_->is_closed) return;
        key = state_->next++;
        state_->tasks.emplace(key, owned);
    }
    auto on_end = [shared = state_, key, owned](const std::exception_ptr& thrown) {
        shared->ended(key, owned->name, thrown);
    };
    // Bound on the task's own loop, so that the signal is never touched by two threads.
    auto spawn = [owned, on_end, moved = std::make_shared<task<>>(std::move(work))] {
        asio::co_spawn(owned->loop, std::move(*moved),
                       asio::bind_cancellation_slot(owned->cancel.slot(), on_end));
    };
    asio::post(loop, std::move(spawn));
}

task<> supervisor::stand(std::shared_ptr<state> shared, std::string name,
                         std::function<task<>()> loop)
{
    const loop_health::place place = shared->loops.note_begun(name);
    event& woken = shared->pause_of(place);
    const loop_pauses& pauses = shared->pauses;
    std::chrono::milliseconds pause = pauses.first;
    while (true) {
        const steady_time began = std::chrono::steady_clock::now();
        task<> work = loop();
        const std::exception_ptr thrown = co_await run_to_its_end(std::move(work));
        if (!thrown) break;
        if (shared->has_cancelled()) std::rethrow_exception(thrown);
        const steady_time fell = std::chrono::steady_clock::now();
        if (fell - began >= pauses.forgotten_after) pause = pauses.first;
        const bool is_last = shared->is_ending;  // before anybody hears of the fall
        const std::uint64_t falls = shared->loops.note_fall(place);
        shared->log.log(log_level::error, "loop_failed",
                        {{"task", name},
                         {"reason", reason_of(thrown)},
                         {"falls", static_cast<std::int64_t>(falls)},
                         {"pause_ms", std::int64_t{pause.count()}}});
        if (is_last) co_return;
        co_await woken.wait_until(fell + pause);
        pause = std::min(pause * 2, pauses.most);
        shared->loops.note_begun_again(place);
    }
    shared->loops.note_end(place);
}

void supervisor::keep_running(std::string name, std::function<task<>()> loop)
{
    auto standing = stand(state_, name, std::move(loop));
    start(std::move(name), std::move(standing));
}

const loop_health& supervisor::loops() const
{
    return state_->loops;
}

void supervisor::end_pauses()
{
    state_->is_ending = true;
    const std::lock_guard lock(state_->guard);
    for (const auto& [loop, woken] : state_->pausing) woken.set();
}

void supervisor::cancel_all()
{
    const std::lock_guard lock(state_->guard);
    state_->is_closed = true;
    for (auto& [key, owned] : state_->tasks) {
        asio::post(owned->loop,
                   [kept = owned] { kept->cancel.emit(asio::cancellation_type::terminal); });
    }
}

bool supervisor::wait_until_idle(std::chrono::milliseconds patience)
{
    std::unique_lock lock(state_->guard);
    return state_->changed.wait_for(lock, patience, [this] { return state_->tasks.empty(); });
}

bool supervisor::finish(std::chrono::milliseconds patience)
{
    if (wait_until_idle(patience)) return true;
    cancel_all();
    wait_until_idle(patience);
    return false;
}

}  // namespace parlance::runtime
