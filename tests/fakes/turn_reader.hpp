#pragma once

#include <parlance/chat/turn_log.hpp>
#include <parlance/foundation/text.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace parlance::fakes {

/// "tool call_1 finished", "citation 2", "usage 10 20": enough to compare events by.
inline std::string brief(const chat::turn_event& event)
{
    if (const auto* step = std::get_if<chat::tool_step>(&event)) {
        return "tool " + step->call_id + " " + std::string(name_of(step->phase));
    }
    if (const auto* cited = std::get_if<chat::citation>(&event)) {
        return "citation " + std::to_string(cited->number);
    }
    const auto& used = std::get<language::usage>(event);
    return "usage " + std::to_string(used.prompt_tokens) + " " +
           std::to_string(used.completion_tokens);
}

inline std::vector<std::string> brief(const std::vector<chat::placed_event>& events)
{
    std::vector<std::string> all;
    all.reserve(events.size());
    for (const chat::placed_event& placed : events) all.push_back(brief(placed.what));
    return all;
}

/// A client: what it has of a turn, by the rules of the contract. Notes what breaks them.
class turn_reader {
public:
    chat::position after;
    std::string text;
    std::vector<std::string> events;
    std::optional<chat::turn_ended> end;
    int starts = 0;
    int ends = 0;
    std::string broken_rule;  // the first one; empty is well

    void take(const std::vector<chat::log_entry>& entries)
    {
        for (const chat::log_entry& entry : entries) take(entry);
    }

private:
    void take(const chat::log_entry& entry)
    {
        if (ends > 0) note("something after the end");
        if (const auto* delta = std::get_if<chat::text_delta>(&entry.what)) {
            take_text(*delta);
        } else if (const auto* event = std::get_if<chat::turn_event>(&entry.what)) {
            events.push_back(brief(*event));
        } else if (const auto* ended = std::get_if<chat::turn_ended>(&entry.what)) {
            ++ends;
            end = *ended;
        } else {
            ++starts;
            if (after.events != 0) note("a second start");
        }
        if (entry.after.bytes != static_cast<std::int64_t>(text.size())) {
            note("a position that is not the client's text");
        }
        after = entry.after;
    }

    void take_text(const chat::text_delta& delta)
    {
        if (delta.at < 0 || delta.at > static_cast<std::int64_t>(text.size())) {
            note("a gap in the text");
            return;
        }
        const auto at = static_cast<std::size_t>(delta.at);
        if (floor_to_character(text, at) != at) note("a cut inside a character");
        text.resize(at);
        if (!is_utf8(delta.text)) note("a delta that is no UTF-8");
        text += delta.text;
    }

    void note(std::string rule)
    {
        if (broken_rule.empty()) broken_rule = std::move(rule);
    }
};

/// Follows a log until its end, or until it is closed without one.
inline task<> follow(std::shared_ptr<chat::turn_log> log, turn_reader& reader,
                     std::size_t bytes_max)
{
    chat::turn_log::subscription news(*log);
    while (reader.ends == 0) {
        const bool is_closed = log->is_closed();
        const std::vector<chat::log_entry> entries = log->read(reader.after, bytes_max);
        reader.take(entries);
        if (!entries.empty()) continue;
        if (is_closed) co_return;
        co_await news.news_by(steady_time::max());
    }
}

}  // namespace parlance::fakes
