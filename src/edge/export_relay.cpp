#include <parlance/edge/export_relay.hpp>

#include <parlance/chat/markdown_export.hpp>
#include <parlance/chat/reading_limits.hpp>
#include <parlance/edge/conversation_json.hpp>
#include <parlance/edge/encoding.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace parlance::edge {
namespace {

constexpr chat::turn_bounds step_bounds{chat::exported_turns_max, chat::exported_bytes_max};

std::vector<chat::turn_id> every_turn(const std::vector<chat::placed_turn>& turns)
{
    std::vector<chat::turn_id> all;
    all.reserve(turns.size());
    for (const chat::placed_turn& turn : turns) all.push_back(turn.id);
    return all;
}

/// The newest turn has no children: they would be newer. Parents are before their children.
std::vector<chat::turn_id> newest_path(const std::vector<chat::placed_turn>& turns)
{
    std::vector<chat::turn_id> path;
    std::optional<chat::turn_id> wanted;
    if (!turns.empty()) wanted = turns.back().id;
    for (auto turn = turns.rbegin(); turn != turns.rend() && wanted; ++turn) {
        if (turn->id != *wanted) continue;
        path.push_back(turn->id);
        wanted = turn->parent;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

struct export_step {
    std::vector<chat::turn_record> turns;
    citations_of_turns cited;
};

task<result<export_step>> read_step(call_scope scope, const services& with, const export_plan& plan,
                                    std::size_t done)
{
    const std::size_t count = std::min(plan.turns.size() - done, step_bounds.turns_max);
    const auto from = std::next(plan.turns.begin(), static_cast<std::ptrdiff_t>(done));
    const auto end = std::next(from, static_cast<std::ptrdiff_t>(count));
    chat::turns_wanted wanted{std::vector<chat::turn_id>(from, end), step_bounds};
    scope.deadline = with.now.steady() + with.limits.handler_time_max;
    auto turns =
        co_await with.history.read_turns(scope, with.who, plan.summary.id, std::move(wanted));
    if (!turns) co_return turns.error();
    auto cited = co_await with.citations.show_all(scope, with.who, *turns);
    if (!cited) co_return cited.error();
    co_return export_step{std::move(*turns), std::move(*cited)};
}

std::string text_of(const export_step& step, export_kind kind, bool is_first)
{
    if (kind == export_kind::json) return turns_json(step.turns, step.cited, is_first);
    std::string text;
    for (std::size_t at = 0; at < step.turns.size(); ++at) {
        text += chat::markdown_of(step.turns[at], step.cited[at]);
    }
    return text;
}

task<result<std::string>> encode_step(const services& with, export_step step, export_kind kind,
                                      bool is_first)
{
    std::size_t bytes = 0;
    for (const chat::turn_record& turn : step.turns) bytes += chat::bytes_counted(turn);
    // std::function copies what it holds, and this is large.
    auto shared = std::make_shared<const export_step>(std::move(step));
    std::function<std::string()> work = [shared = std::move(shared), kind, is_first] {
        return text_of(*shared, kind, is_first);
    };
    co_return co_await encode(with, bytes, std::move(work));
}

/// Its turns, one step after the other.
task<result<>> send_turns(call_scope scope, const services& with, const export_plan& plan,
                          event_stream& out)
{
    std::size_t done = 0;
    while (done < plan.turns.size()) {
        auto step = co_await read_step(scope, with, plan, done);
        if (!step) co_return step.error();
        const bool is_first = done == 0;
        done += step->turns.size();
        const auto text = co_await encode_step(with, std::move(*step), plan.kind, is_first);
        if (!text) co_return text.error();
        const auto sent = co_await out.send_piece(*text);
        if (!sent) co_return sent.error();
    }
    co_return result<>();
}

}  // namespace

export_plan plan_export(export_kind kind, chat::conversation_outline outline)
{
    const bool is_whole = kind == export_kind::json;
    return {kind, std::move(outline.summary),
            is_whole ? every_turn(outline.turns) : newest_path(outline.turns)};
}

task<result<>> relay_export(call_scope scope, const services& with,
                            std::shared_ptr<const export_plan> plan, event_stream& out)
{
    const bool is_json = plan->kind == export_kind::json;
    const std::string start =
        is_json ? conversation_json_start(plan->summary) : chat::markdown_title(plan->summary);
    const auto begun = co_await out.send_piece(start);
    if (!begun) co_return begun.error();
    const std::string trace_id = scope.trace_id;
    const auto sent = co_await send_turns(std::move(scope), with, *plan, out);
    if (!sent && sent.error().kind != fault::cancelled) {
        with.log.log(log_level::error, "export_cut",
                     {{"trace_id", trace_id}, {"reason", sent.error().detail}});
    }
    if (!sent) co_return sent.error();
    if (is_json) {
        const auto ended = co_await out.send_piece(conversation_json_end);
        if (!ended) co_return ended.error();
    }
    co_return co_await out.finish();
}

}  // namespace parlance::edge
