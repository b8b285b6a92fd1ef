#include <parlance/chat/turn_log.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::size_t character_bytes_max = 4;  // a read makes way by one character at least

/// Walks a record from a position and lists what comes after it.
class walk {
public:
    walk(const turn_record& record, position from, std::size_t bytes_max)
        : record_(record), at_(from), bytes_left_(std::max(bytes_max, character_bytes_max))
    {
    }

    std::vector<log_entry> entries()
    {
        settle();
        if (at_.events == 0) {
            turn_started started{record_.id, record_.conversation, record_.model,
                                 record_.created_at};
            show_event(std::move(started));
        }
        while (next_event() < record_.events.size()) {
            const placed_event& placed = record_.events[next_event()];
            if (at_.bytes < placed.at && !show_text(placed.at)) return std::move(shown_);
            show_event(placed.what);
        }
        const bool is_all = show_text(static_cast<std::int64_t>(record_.answer.size()));
        if (is_all && is_final(record_.state)) {
            turn_ended ended{record_.state, record_.failed_with,
                             shows_trace(record_.state) ? record_.trace_id : std::string()};
            show_event(std::move(ended));
        }
        return std::move(shown_);
    }

private:
    /// A crash may have kept less than the reader saw: it is set back to what is known. Whether a
    /// reader that is ahead has seen an end cannot be told from its position, so that every reader
    /// of a final turn is given it.
    void settle()
    {
        const auto known_events = 1 + static_cast<std::int64_t>(record_.events.size());
        at_.events = std::min(at_.events, known_events);
        const auto kept_bytes = static_cast<std::int64_t>(
            floor_to_character(record_.answer, static_cast<std::size_t>(at_.bytes)));
        if (kept_bytes < at_.bytes) {
            at_.bytes = kept_bytes;
            shown_.push_back(log_entry{at_, text_delta{kept_bytes, {}}});
        }
    }

    [[nodiscard]] std::size_t next_event() const
    {
        return at_.events == 0 ? 0 : static_cast<std::size_t>(at_.events - 1);
    }

    template <class What>
    void show_event(What what)
    {
        ++at_.events;
        shown_.push_back(log_entry{at_, std::move(what)});
    }

    /// Text up to a byte, as much as fits. @return false when something was left out.
    bool show_text(std::int64_t up_to)
    {
        if (at_.bytes >= up_to) return true;
        const auto from = static_cast<std::size_t>(at_.bytes);
        auto end = static_cast<std::size_t>(up_to);
        const bool fits = end - from <= bytes_left_;
        if (!fits) end = floor_to_character(record_.answer, from + bytes_left_);
        if (end > from) {
            bytes_left_ -= end - from;
            at_.bytes = static_cast<std::int64_t>(end);
            text_delta delta{static_cast<std::int64_t>(from),
                             record_.answer.substr(from, end - from)};
            shown_.push_back(log_entry{at_, std::move(delta)});
        }
        return fits;
    }

    const turn_record& record_;
    position at_;
    std::size_t bytes_left_;
    std::vector<log_entry> shown_;
};

}  // namespace

turn_log::turn_log(turn_record record, const send_permit* permit)
    : record_(std::move(record)), permit_(permit)
{
}

std::shared_ptr<turn_log> turn_log::mirror_of(turn_record record)
{
    auto made = std::make_shared<turn_log>(std::move(record));
    made->is_mirror_ = true;
    return made;
}

bool turn_log::append_text(std::string_view text)
{
    const std::lock_guard lock(guard_);
    if (record_.answer.size() + text.size() > limits::answer_bytes_max) return false;
    record_.answer += text;
    wake_readers();
    return true;
}

bool turn_log::append_event(turn_event what)
{
    const std::lock_guard lock(guard_);
    if (record_.events.size() >= limits::turn_events_max) return false;
    placed_event placed{static_cast<std::int64_t>(record_.answer.size()), std::move(what)};
    record_.events.push_back(std::move(placed));
    wake_readers();
    return true;
}

void turn_log::end(turn_state state, std::optional<fault> failed_with, wall_time at)
{
    const std::lock_guard lock(guard_);
    record_.state = state;
    record_.failed_with = failed_with;
    record_.finished_at = at;
    wake_readers();
}

void turn_log::append_stored(const turn_growth& grown)
{
    const std::lock_guard lock(guard_);
    const auto from_byte = static_cast<std::size_t>(grown.from_byte);
    const auto from_event = static_cast<std::size_t>(grown.from_event);
    if (from_byte > record_.answer.size() || is_final(record_.state)) return;
    record_.answer.resize(from_byte);
    record_.answer += grown.text;
    if (from_event <= record_.events.size()) {
        const auto kept = record_.events.begin() + static_cast<std::ptrdiff_t>(from_event);
        record_.events.erase(kept, record_.events.end());
        record_.events.insert(record_.events.end(), grown.events.begin(), grown.events.end());
    }
    record_.state = grown.is.state;
    record_.failed_with = grown.failed_with;
    record_.finished_at = grown.finished_at;
    wake_readers();
}

void turn_log::close()
{
    close_as(closing::closed);
}

void turn_log::send_away()
{
    close_as(closing::sent_away);
}

void turn_log::withhold()
{
    close_as(closing::withheld);
}

/// A graver reason replaces a lighter one.
void turn_log::close_as(closing how)
{
    const std::lock_guard lock(guard_);
    closing_ = std::max(closing_, how);
    wake_readers();
}

void turn_log::wake()
{
    const std::lock_guard lock(guard_);
    wake_readers();
}

bool turn_log::is_shown() const
{
    if (closing_ == closing::withheld) return false;
    // An end was committed before it is seen, and so was everything before it.
    return permit_ == nullptr || is_final(record_.state) || permit_->is_given();
}

bool turn_log::is_ahead(position from) const
{
    const auto known_events = 1 + static_cast<std::int64_t>(record_.events.size());
    const auto known_bytes = static_cast<std::int64_t>(record_.answer.size());
    return from.events > known_events || from.bytes > known_bytes;
}

std::vector<log_entry> turn_log::read(position from, std::size_t bytes_max) const
{
    const std::lock_guard lock(guard_);
    if (!is_shown()) return {};
    if (is_mirror_ && !is_final(record_.state) && is_ahead(from)) return {};
    return walk(record_, from, bytes_max).entries();
}

bool turn_log::is_closed() const
{
    const std::lock_guard lock(guard_);
    return closing_ != closing::open;
}

bool turn_log::is_sent_away() const
{
    const std::lock_guard lock(guard_);
    return closing_ == closing::sent_away;
}

bool turn_log::may_be_shown() const
{
    const std::lock_guard lock(guard_);
    return is_shown();
}

position turn_log::size() const
{
    const std::lock_guard lock(guard_);
    return {static_cast<std::int64_t>(record_.events.size()),
            static_cast<std::int64_t>(record_.answer.size())};
}

turn_state turn_log::state() const
{
    const std::lock_guard lock(guard_);
    return record_.state;
}

turn_id turn_log::id() const
{
    const std::lock_guard lock(guard_);
    return record_.id;
}

conversation_id turn_log::conversation() const
{
    const std::lock_guard lock(guard_);
    return record_.conversation;
}

turn_record turn_log::snapshot() const
{
    const std::lock_guard lock(guard_);
    return record_;
}

turn_log::growth turn_log::since(std::int64_t from_byte, std::int64_t from_event) const
{
    const std::lock_guard lock(guard_);
    growth grown;
    grown.text = record_.answer.substr(static_cast<std::size_t>(from_byte));
    const auto first = record_.events.begin() + from_event;
    grown.events.assign(first, record_.events.end());
    return grown;
}

void turn_log::wake_readers()
{
    for (const event& reader : readers_) reader.set();
}

turn_log::subscription::subscription(turn_log& log) : log_(log)
{
    const std::lock_guard lock(log_.guard_);
    place_ = log_.readers_.emplace(log_.readers_.end());
}

turn_log::subscription::~subscription()
{
    const std::lock_guard lock(log_.guard_);
    log_.readers_.erase(place_);
}

task<bool> turn_log::subscription::news_by(steady_time deadline)
{
    return place_->wait_until(deadline);
}

}  // namespace parlance::chat
