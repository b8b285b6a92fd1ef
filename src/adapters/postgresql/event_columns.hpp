#pragma once

#include <parlance/chat/turn.hpp>
#include <parlance/stored_form/event_payload.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {

/// Events of several turns, as columns.
struct event_columns {
    std::vector<std::int64_t> turns;  // by their place among those turns, from 1
    std::vector<std::int64_t> ordinals;
    std::vector<std::int64_t> places;
    std::vector<std::string> kinds;
    std::vector<std::string> payloads;

    void add(std::int64_t turn, std::int64_t ordinal, const chat::placed_event& event)
    {
        stored_form::event_payload payload = stored_form::payload_of(event.what);
        turns.push_back(turn);
        ordinals.push_back(ordinal);
        places.push_back(event.at);
        kinds.emplace_back(payload.kind);
        payloads.push_back(std::move(payload.json));
    }
};

}  // namespace parlance::postgresql
