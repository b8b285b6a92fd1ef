#include <parlance/app/storage_watch.hpp>

#include <parlance/local_folder/durable_file.hpp>

#include <cctype>
#include <memory>
#include <optional>
#include <utility>

namespace parlance::app {

std::string storage_notice(const std::string& why, const std::string& meaning)
{
    std::string sentence = why;
    if (!sentence.empty()) {
        const auto first = static_cast<unsigned char>(sentence.front());
        sentence.front() = static_cast<char>(std::toupper(first));
    }
    return sentence + ". " + meaning;
}

void storage_watch::declare_trouble(const error& cause)
{
    with_.notices.put_up(notice_kind::storage_full, storage_notice(cause.detail, with_.meaning));
    if (!with_.health.declare_trouble(cause.detail)) return;
    with_.log.log(log_level::error, "storage_not_writable", {{"reason", cause.detail}});
}

void storage_watch::declare_fine()
{
    with_.notices.take_down(notice_kind::storage_full);
    if (!with_.health.declare_fine()) return;
    with_.log.log(log_level::info, "storage_writable_again", {});
}

void storage_watch::stop()
{
    is_stopping_ = true;
    with_.health.doubt();
}

task<result<>> storage_watch::look(probe writes)
{
    auto refused = std::make_shared<std::optional<error>>();
    std::function<result<>()> work = [folder = with_.folder, refused]() -> result<> {
        auto has_room = local_folder::check_room(folder, room_bytes_min);
        if (!has_room) *refused = has_room.error();
        return {};
    };
    // Too busy to be asked is not full.
    const auto asked = co_await with_.pool.run<void>(std::move(work));
    if (asked && *refused) co_return **refused;
    co_return co_await writes();
}

task<> storage_watch::wait_for_doubt(steady_time latest)
{
    if (with_.health.trouble()) {
        event apart;
        co_await apart.wait_until(with_.now.steady() + storage_looks_apart);
    }
    co_await with_.health.doubted().wait_until(latest);
}

task<> storage_watch::forget_doubts()
{
    co_await with_.health.doubted().wait_until(with_.now.steady());
}

/// Standard output may be a pipe that nobody reads: never from a thread that serves.
task<> storage_watch::tell(std::string words)
{
    if (!with_.say) co_return;
    std::function<result<>()> work = [say = with_.say, words = std::move(words)]() -> result<> {
        say(words);
        return {};
    };
    const auto said = co_await with_.pool.run<void>(std::move(work));
    static_cast<void>(said);
}

task<> storage_watch::run(probe writes)
{
    steady_time next = steady_time::max();
    while (!is_stopping_) {
        co_await wait_for_doubt(next);
        if (is_stopping_) co_return;
        const bool was_in_trouble = with_.health.trouble().has_value();
        const auto looked = co_await look(writes);
        co_await forget_doubts();
        if (is_stopping_) co_return;
        next = looked ? steady_time::max() : with_.now.steady() + storage_looked_at_every;
        if (looked) declare_fine();
        else declare_trouble(looked.error());
        if (looked.has_value() != was_in_trouble) continue;
        std::string words = "parlance can keep new things again";
        if (!looked) words = "parlance cannot keep anything new: " + looked.error().detail;
        co_await tell(std::move(words));
    }
}

}  // namespace parlance::app
