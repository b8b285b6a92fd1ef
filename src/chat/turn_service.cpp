#include <parlance/chat/turn_service.hpp>

#include <parlance/chat/conversation_title.hpp>
#include <parlance/chat/running_turn.hpp>
#include <parlance/chat/take_turn.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace parlance::chat {
namespace {

constexpr std::chrono::milliseconds begin_poll_every{10};
constexpr std::chrono::milliseconds retry_when_full{1'000};
constexpr std::chrono::seconds repeated_within{60};  // a client that never heard asks again by then

result<> check_text(std::string_view text)
{
    if (!is_utf8(text)) return fail(fault::invalid_request, "message_text is not UTF-8");
    if (text.find('\0') != std::string_view::npos) {
        return fail(fault::invalid_request, "message_text must not hold the character U+0000");
    }
    if (is_blank(text)) return fail(fault::invalid_request, "message_text is empty");
    const std::size_t characters = count_characters(text);
    if (characters > limits::message_characters_max) {
        return fail(fault::invalid_request,
                    "message_text has " + std::to_string(characters) + " characters; at most " +
                        std::to_string(limits::message_characters_max) + " are allowed");
    }
    return {};
}

/// Everything of the request but its text, which is compared as stored.
std::string fingerprint_of(const asked_question& asked)
{
    std::string text = "conversation=" + (asked.conversation ? asked.conversation->text() : "new");
    text += ";parent=" + std::to_string(static_cast<int>(asked.parent));
    if (asked.named_parent) text += ":" + asked.named_parent->text();
    if (asked.continues) text += ";continues=" + asked.continues->text();
    return text + ";model=" + asked.model;
}

/// The question as if it had been typed: continuing is asking again under the turn.
result<asked_question> as_continuation(asked_question asked, const turn_record& of)
{
    if (asked.conversation && *asked.conversation != of.conversation) {
        return fail(fault::not_found, "there is no such turn in this conversation");
    }
    if (!is_final(of.state)) return fail(fault::conflict, "the turn to continue still runs");
    if (of.state == turn_state::completed) {
        return fail(fault::conflict, "the turn to continue has ended whole");
    }
    if (of.answer.empty()) {
        return fail(fault::conflict, "the turn to continue has no text; ask again instead");
    }
    asked.conversation = of.conversation;
    asked.parent = new_turn::parent_kind::named;
    asked.named_parent = of.id;
    asked.message_text = of.question;
    return asked;
}

error overloaded(std::string detail)
{
    error full = fail(fault::overloaded, std::move(detail));
    full.retry_after = retry_when_full;
    return full;
}

error another_request()
{
    return fail(fault::conflict, "this turn_id was used for another request; make a new one");
}

bool is_same_request(const running_turn& turn, const asked_question& asked)
{
    return turn.question == asked.message_text && turn.fingerprint == fingerprint_of(asked);
}

/// Begun by a request whose answer was lost. One of ours runs nowhere, or it would have been found.
bool is_untouched(const turn_record& record)
{
    return !is_final(record.state) && record.answer.empty() && record.events.empty();
}

followed_turn as_followed(std::shared_ptr<turn_log> log, const turn_record& record)
{
    return followed_turn{std::move(log), record.id, record.conversation};
}

/// A turn that is stored as running although nobody runs it: its end could not be kept, or its task
/// broke. It is ended as interrupted, with what there is of it. What was not even started is left
/// to whoever repeats the request, for a while.
task<result<turn_record>> settle(const turn_service::parts& with, access::principal who,
                                 turn_record stored)
{
    if (stored.owner.replica != with.lease.self()) co_return stored;
    const wall_time now = with.now.wall();
    if (is_untouched(stored) && now - stored.created_at < repeated_within) co_return stored;
    turn_end end{stored.id, turn_state::interrupted, stored.answer, stored.events, std::nullopt,
                 now};
    const call_scope unbounded;
    auto kept = co_await with.store.finish_turn(unbounded, who, stored.owner, std::move(end));
    // A conflict: it has ended meanwhile. Whatever else: as it was.
    if (!kept && kept.error().kind != fault::conflict) co_return stored;
    co_return co_await with.store.find_turn(unbounded, std::move(who), stored.id);
}

}  // namespace

struct turn_service::state {
    explicit state(parts given) : with(given) {}

    parts with;
    mutable std::mutex guard;
    std::map<turn_key, std::shared_ptr<running_turn>> running;
    bool is_draining = false;

    std::shared_ptr<running_turn> find_running(const turn_key& key) const
    {
        const std::lock_guard lock(guard);
        const auto place = running.find(key);
        return place == running.end() ? nullptr : place->second;
    }

    void forget(const turn_key& key)
    {
        const std::lock_guard lock(guard);
        running.erase(key);
    }

    /// A place for a turn that is about to begin, or the one that holds it already.
    struct reservation {
        std::shared_ptr<running_turn> turn;
        bool is_new = false;
    };
    result<reservation> reserve(const turn_key& key, const access::principal& who,
                                const asked_question& asked)
    {
        const std::lock_guard lock(guard);
        const auto place = running.find(key);
        if (place != running.end()) return reservation{place->second, false};
        if (is_draining) return overloaded("the server is shutting down");
        if (running.size() >= limits::turns_running_max) {
            return overloaded("too many answers are being written at once");
        }
        const auto owner = with.lease.owner();
        if (!owner) return overloaded("this replica has not joined the others yet");
        const conversation_id where =
            asked.conversation ? *asked.conversation : conversation_id::make(with.now, with.random);
        running_turn::reserved as{asked.message_text, fingerprint_of(asked), where, *owner};
        auto turn = std::make_shared<running_turn>(who, std::move(as));
        running.emplace(key, turn);
        return reservation{turn, true};
    }

    /// Those that run in a conversation.
    std::vector<std::shared_ptr<running_turn>> running_in(const access::principal_id& who,
                                                          const conversation_id& where) const
    {
        const std::lock_guard lock(guard);
        std::vector<std::shared_ptr<running_turn>> found;
        for (const auto& [key, turn] : running) {
            if (key.who == who && turn->conversation() == where) found.push_back(turn);
        }
        return found;
    }

    new_turn as_new_turn(const turn_id& id, const running_turn& turn, const asked_question& asked,
                         const std::string& model) const
    {
        return new_turn{id,
                        asked.conversation,
                        turn.reserved_in,
                        conversation_title(asked.message_text),
                        asked.parent,
                        asked.named_parent,
                        asked.message_text,
                        model,
                        turn.fingerprint,
                        turn.owner,
                        with.now.wall(),
                        asked.continues,
                        {}};
    }
};

/// Begins and takes one turn. A task of its own from the start: the client that asked may be gone
/// before the question is committed, and nothing of it may be lost then.
struct turn_service::begun_task {
    std::shared_ptr<state> shared;
    std::shared_ptr<running_turn> turn;
    new_turn begin;
    language::language_model& model;
    std::string trace_id;

    /// Leaves the list of running turns however the task ends, also when it never ran: then whoever
    /// waits for the question to be kept is told, and readers are not left waiting for an end.
    ~begun_task()
    {
        if (!shared) return;
        if (!turn->is_begun) {
            turn->not_begun = fail(fault::internal, "the question could not be kept");
            turn->publish_begin();
        }
        if (turn->log && !is_final(turn->log->state())) turn->log->close();
        shared->forget(turn_key{turn->who.id, begin.id});
    }
    begun_task(begun_task&&) noexcept = default;
    begun_task(const begun_task&) = delete;
    begun_task& operator=(const begun_task&) = delete;
    begun_task& operator=(begun_task&&) = delete;
    begun_task(std::shared_ptr<state> in, std::shared_ptr<running_turn> which, new_turn how,
               language::language_model& with, std::string trace)
        : shared(std::move(in)),
          turn(std::move(which)),
          begin(std::move(how)),
          model(with),
          trace_id(std::move(trace))
    {
    }

    static task<> run(begun_task self)
    {
        const parts& with = self.shared->with;
        const std::shared_ptr<running_turn> turn = self.turn;
        const call_scope unbounded;
        auto begun = co_await with.store.begin_turn(unbounded, turn->who, self.begin);
        if (begun) {
            turn->begun_in = begun->record.conversation;
            turn->log = std::make_shared<turn_log>(begun->record);
        } else {
            turn->not_begun = begun.error();
        }
        const bool is_ours =
            begun &&
            (begun->is_new || (is_untouched(begun->record) && begun->record.owner == turn->owner));
        if (is_ours) {
            const auto on_fenced = [turn] { turn->end_because(stop_cause::fenced); };
            progress_writer::watched_turn watched{turn->owner, turn->log, on_fenced};
            with.progress.watch(turn_key{turn->who.id, self.begin.id}, std::move(watched));
        }
        turn->publish_begin();
        if (!is_ours) co_return;
        const turn_changed news{self.begin.id, begun->record.parent, turn_state::running};
        with.feed.publish(turn->who.id, begun->record.conversation, conversation_changed());
        with.feed.publish(turn->who.id, begun->record.conversation, news);
        with.keeper.wake();
        const turn_tools tools{with.store, with.retriever, self.model, with.progress,
                               with.feed,  with.keeper,    with.now,   with.log};
        co_await take_turn(tools, turn, self.trace_id);
    }
};

turn_service::turn_service(parts with) : state_(std::make_shared<state>(with)) {}

turn_service::~turn_service() = default;

task<result<followed_turn>> turn_service::start(call_scope scope, access::principal who,
                                                asked_question asked)
{
    const parts& with = state_->with;
    auto resolved = co_await resolve(scope, who, std::move(asked));
    if (!resolved) co_return resolved.error();
    asked = std::move(*resolved);
    auto is_fine = check_text(asked.message_text);
    if (!is_fine) co_return is_fine.error();
    auto model = with.models.find(asked.model);
    if (!model) co_return model.error();
    if (asked.id && !is_uuid_v7(asked.id->bytes())) {
        co_return fail(fault::invalid_request, "turn_id must be a version 7 UUID (RFC 9562)");
    }
    const turn_key key{who.id, asked.id ? *asked.id : turn_id::make(with.now, with.random)};

    auto reserved = state_->reserve(key, who, asked);
    if (!reserved) co_return reserved.error();
    const std::shared_ptr<running_turn> turn = reserved->turn;
    if (!reserved->is_new) {
        if (!is_same_request(*turn, asked)) co_return another_request();
        co_return co_await follow(std::move(scope), std::move(who), key.id);
    }

    new_turn begin = state_->as_new_turn(key.id, *turn, asked, model->choice.name);
    begin.trace_id = scope.trace_id;
    begun_task work(state_, turn, std::move(begin), model->model, scope.trace_id);
    with.tasks.start("turn", begun_task::run(std::move(work)));
    while (!turn->is_begun) co_await turn->begun.wait_until(steady_time::max());
    if (turn->not_begun) co_return *turn->not_begun;
    const turn_record record = turn->log->snapshot();
    if (record.question != asked.message_text) co_return another_request();
    co_return as_followed(turn->log, record);
}

task<result<asked_question>> turn_service::resolve(call_scope scope, access::principal who,
                                                   asked_question asked)
{
    if (!asked.continues) co_return asked;
    const turn_id which = *asked.continues;
    auto continued = co_await find(std::move(scope), std::move(who), which);
    if (!continued) co_return continued.error();
    co_return as_continuation(std::move(asked), *continued);
}

task<result<followed_turn>> turn_service::follow(call_scope scope, access::principal who,
                                                 turn_id which)
{
    const turn_key key{who.id, which};
    auto live = state_->find_running(key);
    // Its question is being committed: the outcome of that is ours too.
    while (live && !live->is_begun) {
        event pause;
        co_await pause.wait_until(state_->with.now.steady() + begin_poll_every);
    }
    if (live && live->is_hidden) co_return fail(fault::not_found, "there is no such turn");
    if (live && live->not_begun) co_return *live->not_begun;
    if (live) co_return as_followed(live->log, live->log->snapshot());
    auto stored = co_await state_->with.store.find_turn(std::move(scope), who, which);
    if (!stored) co_return stored.error();
    // It may have begun between the two looks.
    live = state_->find_running(key);
    if (live && live->is_begun && live->log)
        co_return as_followed(live->log, live->log->snapshot());
    if (!is_final(stored->state)) {
        auto settled = co_await settle(state_->with, who, std::move(*stored));
        if (!settled) co_return settled.error();
        stored = std::move(settled);
    }
    auto log = std::make_shared<turn_log>(*stored);
    // Running, but not here: readers are told to come again rather than left waiting.
    if (!is_final(stored->state)) log->close();
    co_return as_followed(log, *stored);
}

task<result<turn_record>> turn_service::find(call_scope scope, access::principal who, turn_id which)
{
    auto followed = co_await follow(std::move(scope), std::move(who), which);
    if (!followed) co_return followed.error();
    co_return followed->log->snapshot();
}

task<result<turn_state>> turn_service::stop(call_scope scope, access::principal who, turn_id which)
{
    auto followed = co_await follow(std::move(scope), who, which);
    if (!followed) co_return followed.error();
    const auto live = state_->find_running(turn_key{who.id, which});
    if (live) live->end_because(stop_cause::user);
    co_return followed->log->snapshot().state;
}

void turn_service::stop_all_in(access::principal_id who, conversation_id where)
{
    for (const auto& turn : state_->running_in(who, where)) {
        turn->is_hidden = true;
        turn->end_because(stop_cause::user);
    }
}

void turn_service::show_all_in(access::principal_id who, conversation_id where)
{
    for (const auto& turn : state_->running_in(who, where)) turn->is_hidden = false;
}

void turn_service::drain()
{
    std::vector<std::shared_ptr<running_turn>> running;
    {
        const std::lock_guard lock(state_->guard);
        state_->is_draining = true;
        for (const auto& [key, turn] : state_->running) running.push_back(turn);
    }
    // Outside the lock: whoever listens for a stop is called at once.
    for (const auto& turn : running) turn->end_because(stop_cause::drain);
}

std::size_t turn_service::running() const
{
    const std::lock_guard lock(state_->guard);
    return state_->running.size();
}

}  // namespace parlance::chat
