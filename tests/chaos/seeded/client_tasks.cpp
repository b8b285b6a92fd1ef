#include <chaos/seeded/client_tasks.hpp>

#include <parlance/foundation/event.hpp>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace parlance::chaos {

access::principal person(std::uint8_t number)
{
    uuid_bytes bytes{};
    bytes[0] = number;
    return access::principal{access::principal_id(bytes), "Person"};
}

task<> write_progress(chat::progress_writer& progress)
{
    auto written = co_await progress.write_now();
    static_cast<void>(written);
}

task<> send_once(chat::turn_service& service, access::principal who, chat::asked_question asked,
                 bool& is_begun)
{
    const call_scope scope;
    auto answer = co_await service.start(scope, std::move(who), std::move(asked));
    if (answer) is_begun = true;
}

task<> connection(chat::turn_service& service, access::principal who, chat::turn_id which,
                  fakes::turn_reader& reader, std::mt19937_64& random)
{
    const call_scope scope;
    auto followed = co_await service.follow(scope, std::move(who), which);
    if (!followed) co_return;
    const std::shared_ptr<chat::turn_log> log = followed->log;
    chat::turn_log::subscription news(*log);
    while (reader.ends == 0) {
        const bool is_closed = log->is_closed();
        const std::vector<chat::log_entry> entries = log->read(reader.after, 1 + random() % 20);
        reader.take(entries);
        if (entries.empty() && is_closed) co_return;
        if (entries.empty()) co_await news.news_by(steady_time::max());
        if (random() % 3 != 0) continue;
        event slowness;
        co_await slowness.wait_until(std::chrono::steady_clock::now());
    }
}

task<> stop_it(chat::turn_service& service, access::principal who, chat::turn_id which)
{
    const call_scope scope;
    auto stopped = co_await service.stop(scope, std::move(who), which);
    static_cast<void>(stopped);
}

}  // namespace parlance::chaos
