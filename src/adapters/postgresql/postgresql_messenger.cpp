#include <parlance/postgresql/postgresql_messenger.hpp>

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/finish_by.hpp>
#include <parlance/postgresql/connector.hpp>
#include <parlance/postgresql/message_text.hpp>

#include <algorithm>
#include <atomic>
#include <stop_token>
#include <string>
#include <utility>

namespace parlance::postgresql {
namespace {

// A connection that says nothing may be dead: it is asked so often, and has so long to answer.
constexpr std::chrono::seconds ask_every{2};

task<result<>> ask(connection& on)
{
    statement nothing("SELECT 1");
    static_cast<void>(co_await on.run(std::move(nothing)));
    co_return result<>();
}

/// Messages arrive while it stands, whatever ends that.
class live_while_here {
public:
    explicit live_while_here(std::atomic<bool>& flag) : flag_(flag) { flag_.store(true); }
    ~live_while_here() { flag_.store(false); }
    live_while_here(const live_while_here&) = delete;
    live_while_here& operator=(const live_while_here&) = delete;

private:
    std::atomic<bool>& flag_;
};

}  // namespace

struct postgresql_messenger::state {
    explicit state(collaborators given) : with(std::move(given)) {}

    std::optional<connector> opens{};
    collaborators with;
    std::optional<chat::replica_id> self{};
    listener hears{};
    std::atomic<bool> is_named{false};  // the two above are there, and stay
    std::atomic<bool> is_live{false};
    std::stop_source stop{};

    void hear(const std::string& payload) const
    {
        const auto heard = read_payload(payload);
        if (!heard || heard->from == *self) return;
        for (const chat::replica_message& one : heard->all) hears(heard->from, one);
    }
    task<> listen_on(connection& on);
    task<> listen_until_stopped();
};

/// Until the connection breaks, which is thrown.
task<> postgresql_messenger::state::listen_on(connection& on)
{
    co_await on.run_script("LISTEN " + channel_of(*self) + "; LISTEN " +
                           std::string(channel_of_all));
    const live_while_here live(is_live);
    while (true) {
        const auto all = co_await on.next_notifications(with.now.steady() + ask_every);
        for (const notification& one : all) hear(one.payload);
        if (!all.empty()) continue;
        call_scope limited;
        limited.deadline = with.now.steady() + ask_every;
        auto asking = ask(on);
        const auto answered = co_await finish_by(limited, std::move(asking));
        if (!answered) throw refusal(answered.error(), remedy::reconnect);
    }
}

/// Until a pooler is found where it listens: that takes LISTEN, and loses what it asks for.
task<> postgresql_messenger::state::listen_until_stopped()
{
    std::chrono::milliseconds pause = reconnect_first;
    while (true) {
        std::string why;
        try {
            const std::unique_ptr<connection> on = co_await opens->open();
            pause = reconnect_first;
            if (on->is_pooled()) break;
            co_await listen_on(*on);
        } catch (const refusal& caught) {
            why = caught.cause().detail;
        }
        if (pause == reconnect_first) {  // once for each connection that worked
            with.log.log(log_level::warn, "notifications_interrupted",
                         {{"database", opens->where().shown}, {"reason", why}});
        }
        event rest;
        co_await rest.wait_until(with.now.steady() + pause);
        pause = std::min(pause * 2, reconnect_most);
    }
    with.log.log(log_level::warn, "notifications_not_possible",
                 {{"database", opens->where().shown},
                  {"reason", "a pooler stands between: set PARLANCE_DATABASE_DIRECT"}});
}

postgresql_messenger::postgresql_messenger(database& sends, std::optional<config> direct,
                                           collaborators with)
    : sends_(sends), state_(std::make_shared<state>(with))
{
    if (direct) state_->opens.emplace(std::move(*direct), std::move(with));
}

postgresql_messenger::~postgresql_messenger()
{
    close();
}

task<> postgresql_messenger::keep_listening(std::shared_ptr<state> on)
{
    call_scope until_stopped;
    until_stopped.stop = on->stop.get_token();
    auto work = on->listen_until_stopped();
    co_await run_within(until_stopped, std::move(work));
}

void postgresql_messenger::listen(chat::replica_id self, listener hears)
{
    state_->self = self;
    state_->hears = std::move(hears);
    state_->is_named = true;
    if (!state_->opens) return;
    state_->with.tasks.keep_running("notifications", [on = state_] { return keep_listening(on); });
}

bool postgresql_messenger::is_live() const
{
    return state_->is_live;
}

task<result<>> postgresql_messenger::tell(call_scope scope, std::optional<chat::replica_id> whom,
                                          std::vector<chat::replica_message> what)
{
    if (what.empty()) co_return result<>();
    if (!state_->is_named) co_return fail(fault::overloaded, "this replica has not joined yet");
    const std::vector<std::string> payloads = payloads_of(*state_->self, what);
    const std::string channel = whom ? channel_of(*whom) : std::string(channel_of_all);
    statement notify("SELECT pg_notify($1, payload) FROM unnest($2) AS payload", channel, payloads);
    const auto sent = co_await sends_.look(std::move(scope), std::move(notify));
    if (!sent) co_return sent.error();
    co_return result<>();
}

void postgresql_messenger::close()
{
    state_->stop.request_stop();
}

}  // namespace parlance::postgresql
