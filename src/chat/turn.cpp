#include <parlance/chat/turn.hpp>

#include <parlance/chat/reading_limits.hpp>

#include <array>
#include <utility>

namespace parlance::chat {
namespace {

constexpr std::array<std::pair<turn_state, std::string_view>, 6> state_names{{
    {turn_state::queued, "queued"},
    {turn_state::running, "running"},
    {turn_state::completed, "completed"},
    {turn_state::stopped, "stopped"},
    {turn_state::interrupted, "interrupted"},
    {turn_state::failed, "failed"},
}};

constexpr std::array<std::pair<tool_phase, std::string_view>, 3> phase_names{{
    {tool_phase::started, "started"},
    {tool_phase::finished, "finished"},
    {tool_phase::failed, "failed"},
}};

constexpr std::array<std::pair<verdict, std::string_view>, 2> verdict_names{{
    {verdict::up, "up"},
    {verdict::down, "down"},
}};

template <class Kind, std::size_t Count>
std::string_view name_in(const std::array<std::pair<Kind, std::string_view>, Count>& names,
                         Kind kind)
{
    for (const auto& [known, name] : names) {
        if (known == kind) return name;
    }
    return {};
}

template <class Kind, std::size_t Count>
std::optional<Kind> kind_in(const std::array<std::pair<Kind, std::string_view>, Count>& names,
                            std::string_view name)
{
    for (const auto& [kind, known] : names) {
        if (known == name) return kind;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(turn_state state)
{
    return name_in(state_names, state);
}

std::optional<turn_state> turn_state_named(std::string_view name)
{
    return kind_in(state_names, name);
}

bool is_final(turn_state state)
{
    return state != turn_state::queued && state != turn_state::running;
}

std::string_view name_of(tool_phase phase)
{
    return name_in(phase_names, phase);
}

std::optional<tool_phase> tool_phase_named(std::string_view name)
{
    return kind_in(phase_names, name);
}

std::string_view name_of(verdict given)
{
    return name_in(verdict_names, given);
}

std::optional<verdict> verdict_named(std::string_view name)
{
    return kind_in(verdict_names, name);
}

bool shows_trace(turn_state state)
{
    return state == turn_state::failed || state == turn_state::interrupted;
}

std::size_t bytes_counted(const turn_record& record)
{
    return record.question.size() + record.answer.size() +
           record.events.size() * event_bytes_counted;
}

position end_of(const turn_record& record)
{
    const auto events = static_cast<std::int64_t>(record.events.size());
    const std::int64_t ended = is_final(record.state) ? 1 : 0;
    return position{1 + events + ended, static_cast<std::int64_t>(record.answer.size())};
}

}  // namespace parlance::chat
