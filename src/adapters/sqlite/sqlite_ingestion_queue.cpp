#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/reading_rows.hpp>
#include <parlance/sqlite/sqlite_ingestion_queue.hpp>

#include <functional>
#include <utility>

namespace parlance::sqlite {

using knowledge::next_reading;
using knowledge::reading;

task<result<next_reading>> sqlite_ingestion_queue::take_queued(call_scope, knowledge::reader_id by,
                                                               wall_time now)
{
    std::function<result<next_reading>(connection&)> work = [by, now](connection& on) {
        return sqlite::take_queued(on, by, now);
    };
    co_return co_await database_.write<next_reading>(durability::crash, std::move(work));
}

task<result<>> sqlite_ingestion_queue::keep_passages(
    call_scope, reading which, std::vector<knowledge::indexed_passage> passages)
{
    std::function<result<>(connection&)> work = [which = std::move(which),
                                                 passages = std::move(passages)](connection& on) {
        return sqlite::keep_passages(on, which, passages);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<>> sqlite_ingestion_queue::finish_ready(call_scope, reading which, std::string title)
{
    std::function<result<>(connection&)> work = [which = std::move(which),
                                                 title = std::move(title)](connection& on) {
        return sqlite::finish_ready(on, which, title);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<>> sqlite_ingestion_queue::finish_failed(call_scope, reading which, std::string reason)
{
    std::function<result<>(connection&)> work = [which = std::move(which),
                                                 reason = std::move(reason)](connection& on) {
        return sqlite::finish_failed(on, which, reason);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<>> sqlite_ingestion_queue::put_back(call_scope, reading which, wall_time now,
                                                std::chrono::milliseconds pause)
{
    std::function<result<>(connection&)> work = [which = std::move(which),
                                                 due = wall_time(now + pause)](connection& on) {
        return sqlite::put_back(on, which, due);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<std::size_t>> sqlite_ingestion_queue::requeue_left_reading(call_scope)
{
    std::function<result<std::size_t>(connection&)> work = [](connection& on) {
        return sqlite::requeue_left_reading(on);
    };
    co_return co_await database_.write<std::size_t>(durability::crash, std::move(work));
}

}  // namespace parlance::sqlite
