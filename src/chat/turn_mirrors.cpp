#include <parlance/chat/turn_mirrors.hpp>

#include <parlance/chat/replica_limits.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace parlance::chat {

/// One turn and who waits for its log. Touched under the guard of the state, but for `news`.
struct turn_mirrors::mirror {
    std::shared_ptr<turn_log> log;
    std::optional<error> failed;
    bool is_open = false;
    std::list<event> waiting;
    event news;
};

struct turn_mirrors::state {
    explicit state(parts given) : with(std::move(given)) {}

    parts with;
    mutable std::mutex guard;
    std::map<turn_key, std::shared_ptr<mirror>> all;
    bool sends_away = false;

    void opened(mirror& one, result<std::shared_ptr<turn_log>> how)
    {
        const std::lock_guard lock(guard);
        if (one.is_open) return;
        one.is_open = true;
        if (how) one.log = *how;
        else one.failed = how.error();
        if (one.log && sends_away) one.log->send_away();
        for (const event& waiting : one.waiting) waiting.set();
    }

    /// Whoever comes from here on reads the store again.
    void forget(const turn_key& which, const std::shared_ptr<mirror>& one)
    {
        const std::lock_guard lock(guard);
        const auto found = all.find(which);
        if (found != all.end() && found->second == one) all.erase(found);
    }

    /// Forgets it when nobody has its log but itself.
    bool forget_unread(const turn_key& which, const std::shared_ptr<mirror>& one)
    {
        const std::lock_guard lock(guard);
        if (!one->waiting.empty() || one->log.use_count() > 1) return false;
        const auto found = all.find(which);
        if (found != all.end() && found->second == one) all.erase(found);
        return true;
    }
};

/// The task of one mirror. However it ends, also when it never ran, nobody is left waiting.
struct turn_mirrors::mirroring {
    std::shared_ptr<state> shared;
    std::shared_ptr<mirror> is;
    access::principal who;
    turn_id which;

    mirroring(std::shared_ptr<state> in, std::shared_ptr<mirror> one, access::principal asking,
              turn_id turn)
        : shared(std::move(in)), is(std::move(one)), who(std::move(asking)), which(turn)
    {
    }
    mirroring(mirroring&&) noexcept = default;
    mirroring(const mirroring&) = delete;
    mirroring& operator=(const mirroring&) = delete;
    mirroring& operator=(mirroring&&) = delete;
    ~mirroring()
    {
        if (!shared) return;
        shared->forget(key(), is);
        shared->opened(*is, fail(fault::cancelled, "the turn could not be read"));
        if (is->log && !is_final(is->log->state())) is->log->close();
    }

    [[nodiscard]] turn_key key() const { return turn_key{who.id, which}; }

    static task<> run(mirroring self)
    {
        const parts& with = self.shared->with;
        auto record = co_await with.read(self.who, self.which);
        if (!record) {
            self.shared->opened(*self.is, record.error());
            co_return;
        }
        const turn_owner owner = record->owner;
        const bool is_live = !is_final(record->state) && owner.replica != with.self;
        self.shared->opened(*self.is, turn_log::mirror_of(std::move(*record)));
        // One of ours that nobody runs: its readers come again.
        if (is_live) co_await follow(self, owner);
    }

    /// Between two reads. What is committed after one is told only when messages came before it.
    static std::chrono::milliseconds usual_pause(const parts& with, bool came_before)
    {
        if (came_before && with.messenger.is_live()) return follow_slowly_every;
        return limits::follow_poll_every;
    }

    /// Until it has ended or nobody reads it.
    static task<> follow(mirroring& self, turn_owner owner)
    {
        const parts& with = self.shared->with;
        turn_log& log = *self.is->log;
        steady_time announce = with.now.steady();
        auto pause = std::chrono::milliseconds(limits::follow_poll_every);
        while (!self.shared->forget_unread(self.key(), self.is)) {
            if (with.now.steady() >= announce) {
                announce = with.now.steady() + limits::follow_interest / 3;
                co_await announce_interest(with, owner.replica, self.key());
            }
            const bool do_messages_come = with.messenger.is_live();
            const call_scope scope;
            auto grown = co_await with.store.read_growth(scope, self.who, self.which, log.size());
            if (!grown && grown.error().kind == fault::not_found) {
                log.withhold();  // deleted meanwhile
                co_return;
            }
            if (grown) log.append_stored(*grown);
            if (grown && is_final(grown->is.state)) co_return;
            // A store that is away is asked less and less often.
            pause = grown ? usual_pause(with, do_messages_come)
                          : std::min<std::chrono::milliseconds>(pause * 2, follow_slowly_every);
            co_await self.is->news.wait_until(with.now.steady() + pause);
        }
    }

    /// Before the store is read: what is committed after that is told.
    static task<> announce_interest(const parts& with, replica_id owner, turn_key which)
    {
        call_scope scope;
        scope.deadline = with.now.steady() + beat_time_max;
        std::vector<replica_message> messages;
        messages.emplace_back(follows_turn{which});
        auto told = co_await with.messenger.tell(scope, owner, std::move(messages));
        static_cast<void>(told);
    }
};

turn_mirrors::turn_mirrors(parts with) : state_(std::make_shared<state>(std::move(with))) {}

turn_mirrors::~turn_mirrors() = default;

task<result<std::shared_ptr<turn_log>>> turn_mirrors::open(access::principal who, turn_id which)
{
    /// A place among those that wait for a log.
    struct place {
        place(state& in, mirror& at) : of(in), one(at)
        {
            const std::lock_guard lock(of.guard);
            here = one.waiting.emplace(one.waiting.end());
        }
        ~place()
        {
            const std::lock_guard lock(of.guard);
            one.waiting.erase(here);
        }
        place(const place&) = delete;
        place& operator=(const place&) = delete;
        state& of;
        mirror& one;
        std::list<event>::iterator here;
    };

    const std::shared_ptr<state> shared = state_;
    const turn_key key{who.id, which};
    std::shared_ptr<mirror> one;
    bool is_first = false;
    {
        const std::lock_guard lock(shared->guard);
        auto& slot = shared->all[key];
        is_first = slot == nullptr;
        if (is_first) slot = std::make_shared<mirror>();
        one = slot;
    }
    const place waiting(*shared, *one);
    if (is_first) {
        mirroring work(shared, one, std::move(who), which);
        shared->with.tasks.start("mirror", mirroring::run(std::move(work)));
    }
    while (true) {
        {
            const std::lock_guard lock(shared->guard);
            if (one->failed) co_return *one->failed;
            if (one->is_open) co_return one->log;
        }
        co_await waiting.here->wait_until(steady_time::max());
    }
}

void turn_mirrors::look_again(turn_key which)
{
    const std::lock_guard lock(state_->guard);
    const auto found = state_->all.find(which);
    if (found != state_->all.end()) found->second->news.set();
}

void turn_mirrors::send_all_away()
{
    const std::lock_guard lock(state_->guard);
    state_->sends_away = true;
    for (const auto& [which, one] : state_->all) {
        if (one->log) one->log->send_away();
    }
}

std::size_t turn_mirrors::count() const
{
    const std::lock_guard lock(state_->guard);
    return state_->all.size();
}

}  // namespace parlance::chat
