#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/notice_board.hpp>
#include <parlance/foundation/storage_health.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/runtime/blocking_pool.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace parlance::app {

/// Less room than this counts as none: a question, its answer and the log of the database beside
/// them fit, so that what is taken in can be kept.
inline constexpr std::uint64_t room_bytes_min = 1024 * 1024;
/// Room is noticed within this; a look costs a file without bytes and one small write.
inline constexpr std::chrono::seconds storage_looked_at_every{1};
/// Whoever wants to add something is not told no because of an old look; nor is each of many of
/// them a look of its own.
inline constexpr std::chrono::milliseconds storage_looks_apart{50};

/// Finds out whether anything new can be kept, once somebody doubts it, and says so once: in the
/// log, on the notice board and, through `say`, to whoever started the server. While all is well it
/// does nothing.
class storage_watch {
public:
    /// All of it outlives the watch.
    // NOLINTNEXTLINE(*-member-init): an aggregate without a default
    struct parts {
        storage_health& health;
        notice_board& notices;
        telemetry& log;
        const clock& now;
        runtime::blocking_pool& pool;
        std::filesystem::path folder;                 // what is kept is in it
        std::string meaning;                          // of trouble, for people: a sentence
        std::function<void(const std::string&)> say;  // may block; may be none
    };
    /// A small write of the store's own.
    using probe = std::function<task<result<>>()>;

    explicit storage_watch(parts with) : with_(std::move(with)) {}

    /// Before the loop runs.
    void say_with(std::function<void(const std::string&)> say) { with_.say = std::move(say); }
    void declare_trouble(const error& cause);
    void declare_fine();
    /// Waits until somebody doubts, or the time has come; a while between two of them.
    task<> wait_for_doubt(steady_time latest);
    void wake() const { with_.health.doubt(); }
    /// Before the outcome of a look is declared: what failed in it says nothing new.
    task<> forget_doubts();

    /// Looks once: at the room in the folder, then with the store's own write.
    task<result<>> look(probe writes);
    /// The loop; a task for the supervisor. Ends after stop().
    task<> run(probe writes);
    void stop();

private:
    task<> tell(std::string words);

    parts with_;
    std::atomic<bool> is_stopping_{false};
};

/// For the people who use the page: why it is so, as a sentence, then what that means for them.
std::string storage_notice(const std::string& why, const std::string& meaning);

}  // namespace parlance::app
