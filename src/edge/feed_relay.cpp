#include <parlance/edge/json_writer.hpp>
#include <parlance/edge/relay.hpp>
#include <parlance/edge/shapes.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace parlance::edge {
namespace {

/// One event without an id: a feed is not resumed. @source HTML, "Server-sent events".
void append_event(std::string& onto, std::string_view name, std::string_view data)
{
    onto.append("event: ").append(name);
    onto.append("\ndata: ").append(data).append("\n\n");
}

std::string conversation_event(const chat::conversation_now& now)
{
    json_writer data;
    write_conversation_event(data, now);
    std::string events;
    append_event(events, "conversation", data.take());
    return events;
}

std::string turn_events(const std::vector<chat::feed_event>& news)
{
    std::string events;
    for (const chat::feed_event& one : news) {
        const auto* turn = std::get_if<chat::turn_changed>(&one);
        if (turn == nullptr) continue;
        json_writer data;
        write_turn_change(data, *turn);
        append_event(events, "turn", data.take());
    }
    return events;
}

bool holds_change(const std::vector<chat::feed_event>& news)
{
    return std::any_of(news.begin(), news.end(), [](const chat::feed_event& one) {
        return std::holds_alternative<chat::conversation_changed>(one);
    });
}

/// What came since the last time: turns as they were told, the conversation as it is now.
task<result<std::string>> format_news(call_scope scope, const services& with,
                                      chat::conversation_id which,
                                      std::vector<chat::feed_event> news)
{
    std::string events = turn_events(news);
    if (!holds_change(news)) co_return events;
    scope.deadline = with.now.steady() + with.limits.handler_time_max;
    auto now = co_await with.history.look_at(scope, with.who, which);
    if (!now) co_return now.error();
    events += conversation_event(*now);
    co_return events;
}

/// Waits for news, with comments that keep the connection.
task<result<>> wait_for_news(chat::conversation_feed::subscription& news, const services& with,
                             event_stream& out)
{
    while (true) {
        const steady_time next_beat = with.now.steady() + with.limits.heartbeat_every;
        const bool has_news = co_await news.news_by(next_beat);
        if (has_news || news.is_sent_away()) co_return result<>();
        const auto alive = co_await out.heartbeat();
        if (!alive) co_return alive.error();
    }
}

/// What came next; nothing once the reader is to come again elsewhere.
task<result<std::vector<chat::feed_event>>> next_news(chat::conversation_feed::subscription& news,
                                                      const services& with, event_stream& out)
{
    while (true) {
        std::vector<chat::feed_event> came = news.take();
        if (!came.empty() || news.is_sent_away()) co_return came;
        const auto woken = co_await wait_for_news(news, with, out);
        if (!woken) co_return woken.error();
    }
}

}  // namespace

task<result<>> relay_feed(call_scope scope, const services& with, chat::conversation_id which,
                          event_stream& out)
{
    // Before the first look: what changes meanwhile is told after it.
    chat::conversation_feed::subscription news(with.feed, with.who.id, which);
    std::vector<chat::feed_event> waiting(1, chat::conversation_changed());
    while (true) {
        const auto events = co_await format_news(scope, with, which, std::move(waiting));
        // Erased meanwhile: there is nothing to come any more.
        if (!events && events.error().kind == fault::not_found) co_return co_await out.finish();
        if (!events) co_return events.error();
        const auto sent = co_await out.send(*events);
        if (!sent) co_return sent.error();
        auto came = co_await next_news(news, with, out);
        if (!came) co_return came.error();
        if (came->empty()) co_return co_await out.send_away(come_again_after(with.random));
        waiting = std::move(*came);
        if (news.has_missed()) co_return co_await out.finish();
    }
}

}  // namespace parlance::edge
