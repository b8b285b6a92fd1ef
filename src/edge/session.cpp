#include <parlance/edge/session.hpp>

#include <parlance/edge/exchange.hpp>

#include <string>
#include <utility>

namespace parlance::edge {

task<> serve_connection(std::shared_ptr<door> through, std::shared_ptr<hub> among,
                        std::shared_ptr<connection> with)
{
    const counted_place place(through->connections);
    const hub::membership member(*among, *with);
    const services& given = through->with;
    std::string unread;
    bool is_kept = place.is_within(given.limits.connections_max);
    if (!is_kept) {
        given.log.log(log_level::warn, "connection_refused", {{"reason", "too many are open"}});
    }
    while (is_kept && !among->is_closing()) {
        if (unread.empty()) {
            std::string().swap(unread);
            with->expires_at(given.now.steady() + given.limits.idle_time_max);
            with->begin_idling();
            const io_end waited = co_await with->readable();
            with->end_idling();
            if (waited != io_end::done) break;
        }
        is_kept = co_await serve_request(*through, *among, *with, unread);
    }
    with->close();
}

}  // namespace parlance::edge
