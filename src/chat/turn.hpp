// chat: conversations and turns. A turn is one question and the work and answer it causes; it
// belongs to the server, never to a connection.
// It knows no HTTP, no SQL and no provider.
// Start reading here, then take_turn.cpp, the whole story on one screen.
#pragma once

#include <parlance/access/principal.hpp>
#include <parlance/chat/position.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/knowledge/document.hpp>
#include <parlance/language/language_model.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace parlance::chat {

using turn_id = id<struct turn_tag>;
using conversation_id = id<struct conversation_tag>;
/// One run of one server process; what a turn row names as its owner.
using replica_id = id<struct replica_tag>;

/// Who may write a turn: a replica, and how often it has joined the others. A replica that was
/// declared dead and joins again is another owner, which its old turns do not know.
struct turn_owner {
    replica_id replica = replica_id(uuid_bytes{});  // nobody
    std::int64_t epoch = 0;
    friend auto operator<=>(const turn_owner&, const turn_owner&) = default;
};

/// The last four are final. A partial answer is never shown as a finished one.
enum class turn_state {
    queued,
    running,
    completed,
    stopped,      // by the user
    interrupted,  // by a dead server or a lost upstream
    failed        // with a fault the user can act on
};
std::string_view name_of(turn_state state);
std::optional<turn_state> turn_state_named(std::string_view name);
bool is_final(turn_state state);

enum class tool_phase { started, finished, failed };
std::string_view name_of(tool_phase phase);
std::optional<tool_phase> tool_phase_named(std::string_view name);

/// A step of work that the reader sees. The same call_id appears once when it starts and once when
/// it ends.
struct tool_step {
    std::string call_id;
    std::string name;
    tool_phase phase = tool_phase::started;
    std::string summary;
    friend bool operator==(const tool_step&, const tool_step&) = default;
};

/// A source that the answer names. Quote, title and place are joined at read, under today's access.
struct citation {
    std::int64_t number = 0;
    knowledge::passage_id passage;
    std::int64_t quote_from = 0;   // first byte of the quote in the passage's text
    std::int64_t quote_bytes = 0;  // its length; ranges end at character boundaries
    friend bool operator==(const citation&, const citation&) = default;
};

/// What happens in a turn besides its text, in order. The first (turn {…}) and the last (end {…})
/// event of a stream are made from the record.
using turn_event = std::variant<tool_step, citation, language::usage>;

/// A turn event and where in the answer it happened.
struct placed_event {
    std::int64_t at = 0;  // bytes of answer text before it
    turn_event what;
};

/// What somebody thought of an answer.
enum class verdict { up, down };
std::string_view name_of(verdict given);
std::optional<verdict> verdict_named(std::string_view name);
struct feedback {
    verdict given = verdict::up;
    std::string message;  // what was good or wrong; may be empty
    friend bool operator==(const feedback&, const feedback&) = default;
};

/// One turn as it is stored. `answer` and `events` are what was committed.
struct turn_record {
    turn_id id;
    conversation_id conversation;
    std::optional<turn_id> parent;
    turn_state state = turn_state::running;
    std::string question;
    std::string model;
    std::string answer;
    std::vector<placed_event> events;
    std::optional<fault> failed_with;
    wall_time created_at;
    std::optional<wall_time> finished_at;
    std::optional<turn_id> continues{};  // its answer goes on where that turn's ends; its parent
    std::string trace_id{};              // of the request that began it; empty in old rows
    std::optional<feedback> rated{};
    turn_owner owner{};  // who runs it, or ran it
    /// In an opened conversation: the turns with the same parent, itself included, oldest first.
    std::vector<turn_id> siblings{};
};

/// True when a reader is told the trace id: somebody will look for the turn in the log.
bool shows_trace(turn_state state);

/// What a turn counts for where the bytes of several are bounded: its texts, and so much for each
/// of its events.
std::size_t bytes_counted(const turn_record& record);

/// The position after everything in `record`: the turn event, its events, its text and, when it is
/// final, the end event.
position end_of(const turn_record& record);

}  // namespace parlance::chat
