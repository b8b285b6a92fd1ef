#include <parlance/postgresql/postgresql_ingestion_queue.hpp>
#include <parlance/postgresql/reading_rows.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace parlance::postgresql {

using knowledge::next_reading;
using knowledge::reading;

task<result<next_reading>> postgresql_ingestion_queue::take_queued(call_scope scope,
                                                                   knowledge::reader_id by,
                                                                   wall_time now)
{
    std::function<task<result<next_reading>>(transaction&)> work =
        [by, now, given = std::make_shared<given_reading>()](transaction& in) {
            return postgresql::take_queued(in, by, now, given);
        };
    co_return co_await database_.write<next_reading>(std::move(scope), durability::crash,
                                                     std::move(work));
}

task<result<>> postgresql_ingestion_queue::keep_passages(
    call_scope scope, reading which, std::vector<knowledge::indexed_passage> passages)
{
    std::function<task<result<>>(transaction&)> work =
        [which = std::move(which), passages = std::move(passages)](transaction& in) {
            return postgresql::keep_passages(in, which, passages);
        };
    co_return co_await database_.write<void>(std::move(scope), durability::crash, std::move(work));
}

task<result<>> postgresql_ingestion_queue::finish_ready(call_scope scope, reading which,
                                                        std::string title)
{
    std::function<task<result<>>(transaction&)> work = [which = std::move(which),
                                                        title = std::move(title)](transaction& in) {
        return postgresql::finish_ready(in, which, title);
    };
    co_return co_await database_.write<void>(std::move(scope), durability::crash, std::move(work));
}

task<result<>> postgresql_ingestion_queue::finish_failed(call_scope scope, reading which,
                                                         std::string reason)
{
    std::function<task<result<>>(transaction&)> work =
        [which = std::move(which), reason = std::move(reason)](transaction& in) {
            return postgresql::finish_failed(in, which, reason);
        };
    co_return co_await database_.write<void>(std::move(scope), durability::crash, std::move(work));
}

task<result<>> postgresql_ingestion_queue::put_back(call_scope scope, reading which, wall_time,
                                                    std::chrono::milliseconds pause)
{
    std::function<task<result<>>(transaction&)> work = [which = std::move(which),
                                                        pause](transaction& in) {
        return postgresql::put_back(in, which, pause);
    };
    co_return co_await database_.write<void>(std::move(scope), durability::crash, std::move(work));
}

task<result<std::size_t>> postgresql_ingestion_queue::requeue_left_reading(call_scope scope)
{
    std::function<task<result<std::size_t>>(transaction&)> work = [](transaction& in) {
        return postgresql::requeue_left_reading(in);
    };
    co_return co_await database_.write<std::size_t>(std::move(scope), durability::crash,
                                                    std::move(work));
}

}  // namespace parlance::postgresql
