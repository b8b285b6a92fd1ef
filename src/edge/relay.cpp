#include <parlance/edge/relay.hpp>

#include <parlance/edge/shapes.hpp>
#include <parlance/foundation/time.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace parlance::edge {
namespace {

/// Formats log entries as events. @source HTML, "Server-sent events".
class event_writer {
public:
    explicit event_writer(std::span<const chat::shown_citation> cited) : cited_(cited) {}

    void write(const chat::log_entry& entry)
    {
        const auto write_this = [&](const auto& what) { this->write_what(entry.after, what); };
        std::visit(write_this, entry.what);
    }
    std::string take() { return std::move(events_); }

private:
    void write_what(chat::position after, const chat::turn_started& started)
    {
        data_.object();
        data_.text_field("turn_id", started.id.text());
        data_.text_field("conversation_id", started.conversation.text());
        data_.text_field("model", started.model);
        data_.text_field("created_at", format_time(started.created_at));
        data_.end_object();
        add(after, "turn");
    }
    void write_what(chat::position after, const chat::text_delta& text)
    {
        data_.object();
        data_.number_field("at", text.at);
        data_.text_field("delta", text.text);
        data_.end_object();
        add(after, "text");
    }
    void write_what(chat::position after, const chat::turn_event& event)
    {
        const auto write_this = [&](const auto& what) { this->write_what(after, what); };
        std::visit(write_this, event);
    }
    void write_what(chat::position after, const chat::tool_step& step)
    {
        data_.object();
        write_tool_fields(data_, step);
        data_.end_object();
        add(after, "tool");
    }
    void write_what(chat::position after, const chat::citation&)
    {
        const chat::shown_citation& cited = cited_.front();
        cited_ = cited_.subspan(1);
        data_.object();
        write_citation_fields(data_, cited);
        data_.end_object();
        add(after, "citation");
    }
    void write_what(chat::position after, const language::usage& used)
    {
        data_.object();
        write_usage_fields(data_, used);
        data_.end_object();
        add(after, "usage");
    }
    void write_what(chat::position after, const chat::turn_ended& ended)
    {
        data_.object();
        data_.text_field("state", name_of(ended.state));
        if (ended.failed_with) data_.text_field("fault", name_of(*ended.failed_with));
        if (!ended.trace_id.empty()) data_.text_field("trace_id", ended.trace_id);
        data_.end_object();
        add(after, "end");
    }

    void add(chat::position after, std::string_view name)
    {
        events_.append("id: ").append(chat::format_position(after));
        events_.append("\nevent: ").append(name);
        events_.append("\ndata: ").append(data_.take()).append("\n\n");
    }

    std::span<const chat::shown_citation> cited_;
    json_writer data_;
    std::string events_;
};

std::vector<chat::citation> citations_in(const std::vector<chat::log_entry>& entries)
{
    std::vector<chat::citation> found;
    for (const chat::log_entry& entry : entries) {
        const auto* event = std::get_if<chat::turn_event>(&entry.what);
        const auto* cited = event == nullptr ? nullptr : std::get_if<chat::citation>(event);
        if (cited != nullptr) found.push_back(*cited);
    }
    return found;
}

task<result<std::vector<chat::shown_citation>>> show(call_scope scope, const services& with,
                                                     std::vector<chat::citation> named)
{
    const std::size_t count = named.size();
    scope.deadline = with.now.steady() + with.limits.handler_time_max;
    auto shown = co_await with.citations.show(scope, with.who, std::move(named));
    PARLANCE_ASSERT(!shown || shown->size() == count);
    co_return shown;
}

std::string format_events(const std::vector<chat::log_entry>& entries,
                          std::span<const chat::shown_citation> cited)
{
    event_writer writer(cited);
    for (const chat::log_entry& entry : entries) writer.write(entry);
    return writer.take();
}

bool holds_end(const std::vector<chat::log_entry>& entries)
{
    return std::holds_alternative<chat::turn_ended>(entries.back().what);
}

}  // namespace

std::chrono::milliseconds come_again_after(random_source& random)
{
    constexpr std::uint32_t shortest = 250;
    constexpr std::uint32_t spread = 2'048;  // of two random bytes
    std::array<std::uint8_t, 2> bytes{};
    random.fill(bytes);
    const std::uint32_t drawn = (std::uint32_t{bytes[0]} << 8U) + bytes[1];
    return std::chrono::milliseconds(shortest + drawn % spread);
}

task<result<>> relay(call_scope scope, const services& with, followed_from what, event_stream& out)
{
    chat::turn_log& log = *what.turn.log;
    chat::turn_log::subscription news(log);
    while (true) {
        const bool is_closed = log.is_closed();  // asked first: what is closed later is read again
        if (log.is_sent_away() && !is_final(log.state())) {
            co_return co_await out.send_away(come_again_after(with.random));
        }
        const std::vector<chat::log_entry> entries = log.read(what.after, relay_bytes_max);
        if (!entries.empty()) {
            std::vector<chat::citation> named = citations_in(entries);
            result<std::vector<chat::shown_citation>> cited;
            if (!named.empty()) cited = co_await show(scope, with, std::move(named));
            if (!cited) co_return cited.error();
            if (!log.may_be_shown()) continue;  // not any more: it is read again when it may
            what.after = entries.back().after;
            const std::string events = format_events(entries, *cited);
            const auto sent = co_await out.send(events);
            if (!sent) co_return sent.error();
            if (holds_end(entries)) co_return co_await out.finish();
            continue;
        }
        if (is_closed) co_return co_await out.finish();
        const steady_time next_beat = with.now.steady() + with.limits.heartbeat_every;
        const bool has_news = co_await news.news_by(next_beat);
        if (has_news || !log.may_be_shown()) continue;
        const auto alive = co_await out.heartbeat();
        if (!alive) co_return alive.error();
    }
}

}  // namespace parlance::edge
