#include <parlance/chat/take_turn.hpp>

#include <parlance/chat/answer_writer.hpp>
#include <parlance/chat/store_patience.hpp>
#include <parlance/foundation/finish_by.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>
#include <parlance/foundation/thrown.hpp>
#include <parlance/knowledge/file_name.hpp>
#include <parlance/language/prompt.hpp>

#include <algorithm>
#include <exception>
#include <set>
#include <stop_token>
#include <string_view>
#include <utility>

namespace parlance::chat {
namespace {

/// What a turn is based on.
struct background_of_turn {
    std::vector<language::earlier_exchange> history;  // oldest first
    std::optional<std::string> begun_answer;          // that the turn goes on with
};

/// As much of a broken-off answer as a model is given: its end.
std::string last_part(std::string_view answer)
{
    if (answer.size() <= limits::history_bytes_max) return std::string(answer);
    return std::string(
        answer.substr(floor_to_character(answer, answer.size() - limits::history_bytes_max)));
}

/// The questions and answers on the way to this turn, within the limits. Turns that continue one
/// another are one exchange.
task<result<background_of_turn>> background_for(const turn_tools& with, access::principal who,
                                                const turn_record& turn, const call_scope& scope)
{
    store_patience patience(with.now, scope, with.store_patience);
    background_of_turn found;
    std::size_t bytes = 0;
    std::string rest;  // of an answer whose beginning comes next
    bool is_own = turn.continues.has_value();
    std::optional<turn_id> parent = turn.parent;
    const call_scope unbounded;
    while (parent && found.history.size() < limits::history_turns_max) {
        auto earlier = co_await with.store.find_turn(unbounded, who, *parent);
        if (!earlier) {
            const bool again = co_await patience.lasts(earlier.error().kind);
            if (again) continue;
            co_return while_doing("reading the history", earlier.error());
        }
        parent = earlier->parent;
        rest.insert(0, earlier->answer);
        if (earlier->continues) continue;
        std::string answer = std::exchange(rest, std::string());
        if (std::exchange(is_own, false)) {
            found.begun_answer = last_part(answer);
            continue;
        }
        if (answer.empty()) continue;
        bytes += earlier->question.size() + answer.size();
        if (bytes > limits::history_bytes_max) break;
        found.history.push_back({std::move(earlier->question), std::move(answer)});
    }
    std::reverse(found.history.begin(), found.history.end());
    co_return found;
}

std::string place_of(const knowledge::found_passage& source)
{
    std::string place;
    if (source.is.page) {
        place = knowledge::name_of(knowledge::page_kind_of(source.media_type));
        place += ' ' + std::to_string(*source.is.page);
    }
    if (!source.is.section.empty())
        place += (place.empty() ? "section " : ", section ") + source.is.section;
    return place;
}

language::prompt prompt_for(std::string question, const knowledge::retrieval& found,
                            background_of_turn known)
{
    language::prompt asked;
    asked.history = std::move(known.history);
    asked.begun_answer = std::move(known.begun_answer);
    asked.question = std::move(question);
    asked.sources_answer = found.is_answerable;
    for (const knowledge::found_passage& passage : found.passages) {
        language::numbered_source source;
        source.number = asked.sources.size() + 1;
        source.title = passage.title;
        source.place = place_of(passage);
        source.text = passage.is.text;
        asked.sources.push_back(std::move(source));
    }
    return asked;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string search_summary(const knowledge::retrieval& found)
{
    std::set<knowledge::document_id> files;
    for (const auto& passage : found.passages) files.insert(passage.is.document);
    std::string summary = "Searched " + counted(static_cast<std::size_t>(found.documents_searched),
                                                "document", "documents");
    if (found.passages.empty()) return summary + ": nothing matched";
    return summary + ": " + counted(found.passages.size(), "passage", "passages") + " in " +
           counted(files.size(), "file", "files");
}

/// Retrieval, seen by the reader as a tool step.
task<result<knowledge::retrieval>> search(const turn_tools& with, const running_turn& turn,
                                          call_scope scope)
{
    tool_step step{"call_1", "search_documents", tool_phase::started, "Searching documents"};
    turn.log->append_event(step);
    store_patience patience(with.now, scope, with.store_patience);
    result<knowledge::retrieval> found = fail(fault::internal, "not searched yet");
    bool is_to_search = true;
    while (is_to_search) {
        call_scope limited = scope;
        limited.deadline = with.now.steady() + limits::retrieval_time_max;
        auto work = with.retriever.retrieve_to_cite(limited, turn.who, turn.question);
        found = co_await finish_by(limited, std::move(work));
        is_to_search = !found && co_await patience.lasts(found.error().kind);
    }
    step.phase = found ? tool_phase::finished : tool_phase::failed;
    step.summary = found ? search_summary(*found) : "The documents could not be searched";
    turn.log->append_event(step);
    co_return found;
}

/// What the model is asked. A frame of its own: what it was made from is gone while it is answered.
task<result<language::prompt>> prompt_of(const turn_tools& with, const running_turn& turn,
                                         const knowledge::retrieval& found, call_scope scope)
{
    const turn_record begun = turn.log->snapshot();
    auto known = co_await background_for(with, turn.who, begun, scope);
    if (!known) co_return known.error();
    co_return prompt_for(turn.question, found, std::move(*known));
}

/// Searches, asks the model and writes what it says.
task<result<>> answer(const turn_tools& with, const running_turn& turn, call_scope scope)
{
    auto found = co_await search(with, turn, scope);
    if (!found) co_return found.error();
    auto asked = co_await prompt_of(with, turn, *found, scope);
    if (!asked) co_return asked.error();

    answer_writer writer(*turn.log, *found);
    scope.deadline = with.now.steady() + limits::model_time_max;
    auto work = with.model.complete(scope, std::move(*asked), writer);
    auto used = co_await finish_by(scope, std::move(work));
    auto rest = writer.finish();
    if (writer.dropped_citations() > 0) {
        const auto dropped = static_cast<std::int64_t>(writer.dropped_citations());
        with.log.log(log_level::warn, "citations_dropped", {{"count", dropped}});
    }
    if (!used) co_return used.error();
    if (!rest) co_return rest.error();
    turn.log->append_event(*used);
    co_return result<>();
}

/// The same, when something in it throws: a bug there must not leave the turn running for ever. A
/// cancelled task throws again at the next co_await.
task<result<>> answer_or_fault(const turn_tools& with, const running_turn& turn, call_scope scope)
{
    try {
        co_return co_await answer(with, turn, std::move(scope));
    } catch (const std::exception& cause) {
        co_return fail(fault::internal, "answering threw: " + name_of_thrown(cause));
    }
}

/// How the turn ends, from what happened and why it was told to stop.
turn_end end_for(const running_turn& turn, const result<>& outcome, const turn_record& record,
                 wall_time now)
{
    turn_end end{record.id, turn_state::completed, record.answer, record.events, std::nullopt, now};
    if (outcome) return end;
    const fault kind = outcome.error().kind;
    const bool is_lost_upstream =
        kind == fault::upstream_unavailable || kind == fault::deadline_exceeded;
    if (turn.cause == stop_cause::user) {
        end.state = turn_state::stopped;
    } else if (turn.cause == stop_cause::drain) {
        end.state = turn_state::interrupted;
    } else if (turn.cause == stop_cause::overflow) {
        end.state = turn_state::interrupted;
        end.failed_with = fault::overloaded;
    } else if (is_lost_upstream && !record.answer.empty()) {
        end.state = turn_state::interrupted;
        end.failed_with = kind;
    } else {
        end.state = turn_state::failed;
        end.failed_with = kind;
    }
    return end;
}

/// Commits the end, again and again while the store is in trouble: the answer stays in memory until
/// it is kept. @return false when the turn is not ours any more.
task<bool> record_end(const turn_tools& with, const running_turn& turn, const turn_end& end)
{
    constexpr std::chrono::milliseconds first_pause{100};
    constexpr std::chrono::milliseconds longest_pause{5'000};
    const call_scope unbounded;
    for (auto pause = first_pause;; pause = std::min(pause * 2, longest_pause)) {
        if (turn.cause == stop_cause::fenced) co_return false;
        auto kept = co_await with.store.finish_turn(unbounded, turn.who, turn.owner, end);
        if (kept) co_return true;
        if (kept.error().kind == fault::conflict || kept.error().kind == fault::not_found) {
            co_return false;
        }
        if (pause == first_pause) {  // once: a store may be away for hours
            with.log.log(log_level::error, "end_not_recorded", {{"reason", kept.error().detail}});
        }
        event pausing;
        const std::stop_callback wakes(turn.abandoned.get_token(), [&pausing] { pausing.set(); });
        co_await pausing.wait_until(with.now.steady() + pause);
        if (turn.abandoned.stop_requested()) co_return false;
        if (turn.cause == stop_cause::drain && pause == longest_pause) co_return false;
    }
}

/// Tells replicas with readers of it that there is an end to read.
task<> tell_end(const turn_tools& with, turn_key key, const running_turn& turn)
{
    std::vector<turn_grew> news;
    news.push_back(turn_grew{key, turn.log->size(), true});
    co_await with.progress.followers().tell(std::move(news));
}

/// @return how it ended; none when it is not ours any more.
task<std::optional<turn_end>> close_turn(const turn_tools& with, const running_turn& turn,
                                         const result<>& outcome)
{
    const turn_record record = turn.log->snapshot();
    const turn_key key{turn.who.id, record.id};
    with.progress.await_end(key);
    turn_end end = end_for(turn, outcome, record, with.now.wall());
    const bool is_ours = co_await record_end(with, turn, end);
    with.progress.forget(key);
    if (is_ours) turn.log->end(end.state, end.failed_with, end.finished_at);
    else turn.log->withhold();
    const turn_changed news{record.id, record.parent, end.state};
    with.feed.publish(turn.who.id, record.conversation, news);
    with.feed.publish(turn.who.id, record.conversation, conversation_changed());
    with.keeper.wake();
    if (!is_ours) co_return std::nullopt;
    co_await tell_end(with, key, turn);
    co_return end;
}

}  // namespace

task<> take_turn(turn_tools with, std::shared_ptr<running_turn> turn, std::string trace_id)
{
    const steady_time begun = with.now.steady();
    call_scope scope;
    scope.trace_id = std::move(trace_id);
    scope.stop = turn->stop.get_token();
    const auto outcome = co_await answer_or_fault(with, *turn, scope);
    const auto end = co_await close_turn(with, *turn, outcome);
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(with.now.steady() - begun);
    with.log.log(outcome ? log_level::info : log_level::warn, "turn_ended",
                 {{"trace_id", scope.trace_id},
                  {"state", std::string(end ? name_of(end->state) : "fenced")},
                  {"fault", std::string(end && end->failed_with ? name_of(*end->failed_with) : "")},
                  {"detail", outcome ? std::string() : outcome.error().detail},
                  {"milliseconds", std::int64_t{took.count()}},
                  {"answer_bytes", turn->log->size().bytes}});
}

}  // namespace parlance::chat
