#include <parlance/postgresql/connection_pool.hpp>

#include <parlance/foundation/finish_by.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace parlance::postgresql {

lease::lease(std::shared_ptr<connection_pool> from, std::unique_ptr<connection> is,
             steady_time ends_at, std::uint64_t generation)
    : from_(std::move(from)), is_(std::move(is)), ends_at_(ends_at), generation_(generation)
{
}

lease& lease::operator=(lease&& other) noexcept
{
    give_back();
    from_ = std::move(other.from_);
    is_ = std::move(other.is_);
    ends_at_ = other.ends_at_;
    generation_ = other.generation_;
    return *this;
}

void lease::give_back()
{
    if (!is_) return;
    if (is_->is_usable() && !is_->is_in_transaction()) {
        is_->leave_loop();
        from_->receive({std::move(is_), ends_at_, generation_});
    } else {
        from_->drop(std::move(is_));
    }
    from_.reset();
}

void lease::discard()
{
    from_->drop(std::move(is_));
    from_.reset();
}

/// Somebody who waits. However the wait ends, a connection that came too late goes to the next.
class connection_pool::place_in_line {
public:
    place_in_line(connection_pool& in, std::shared_ptr<waiter> is) : in_(in), is_(std::move(is)) {}
    ~place_in_line()
    {
        std::optional<idle_connection> late;
        {
            const std::lock_guard lock(in_.guard_);
            std::erase(in_.writers_, is_);
            std::erase(in_.lookers_, is_);
            late = std::move(is_->given);
        }
        if (late && late->is) in_.receive(std::move(*late));
    }
    place_in_line(const place_in_line&) = delete;
    place_in_line& operator=(const place_in_line&) = delete;

private:
    connection_pool& in_;
    std::shared_ptr<waiter> is_;
};

connection_pool::connection_pool(connector opens, collaborators with)
    : connector_(std::move(opens)), with_(std::move(with))
{
}

task<lease> connection_pool::take(urgency how, steady_time until)
{
    while (true) {
        std::optional<idle_connection> found = take_idle();
        if (!found) found = co_await wait_in_line(how, until);
        std::uint64_t now_generation = 0;
        {
            const std::lock_guard lock(guard_);
            now_generation = generation_;
        }
        lease taken(shared_from_this(), std::move(found->is), found->ends_at, now_generation);
        if (found->generation == now_generation) co_return taken;
        const bool is_fine = co_await still_works(*taken);
        if (is_fine) co_return taken;
        taken.discard();
        // There may be many that do not answer, and each takes its time to tell.
        const std::lock_guard lock(guard_);
        if (with_.now.steady() >= until) throw refusal(none_came());
    }
}

task<connection_pool::idle_connection> connection_pool::wait_in_line(urgency how, steady_time until)
{
    auto mine = std::make_shared<waiter>();
    {
        const std::lock_guard lock(guard_);
        line& mine_is_in = how == urgency::writes ? writers_ : lookers_;
        if (mine_is_in.size() >= waiters_max) {
            throw refusal(fail(fault::overloaded, "too many wait for the database"));
        }
        mine_is_in.push_back(mine);
    }
    const place_in_line here(*this, mine);
    open_when_needed();
    co_await mine->came.wait_until(until);
    const std::lock_guard lock(guard_);
    if (!mine->given) throw refusal(none_came());
    idle_connection given = std::move(*mine->given);
    mine->given.reset();
    co_return given;
}

error connection_pool::none_came()
{
    error cause = failure_ ? while_doing("the database cannot be reached", *failure_)
                           : fail(fault::overloaded, "all connections to the database are in use");
    cause.kind = fault::overloaded;
    cause.retry_after = std::max<std::chrono::milliseconds>(pause_, std::chrono::seconds(1));
    return cause;
}

std::optional<connection_pool::idle_connection> connection_pool::take_idle()
{
    const steady_time now = with_.now.steady();
    std::vector<std::unique_ptr<connection>> old;
    std::optional<idle_connection> found;
    {
        // All of them: those that a burst opened are at the bottom, where nobody takes them.
        const std::lock_guard lock(guard_);
        const auto first_old =
            std::stable_partition(idle_.begin(), idle_.end(),
                                  [&](const idle_connection& each) { return each.ends_at > now; });
        for (auto each = first_old; each != idle_.end(); ++each) old.push_back(std::move(each->is));
        idle_.erase(first_old, idle_.end());
        if (!idle_.empty()) {
            found = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    for (auto& one : old) drop(std::move(one));
    return found;
}

namespace {

task<result<bool>> looked_at(connection& on)
{
    statement whether(
        "SELECT NOT pg_is_in_recovery() AND NOT current_setting('transaction_read_only')::bool");
    const rows answer = co_await on.run(std::move(whether));
    co_return !answer.empty() && answer[0].boolean(0);
}

}  // namespace

/// Whether it answers, and still takes writes: after a failover the old server may be read-only.
task<bool> connection_pool::still_works(connection& idle)
{
    call_scope limited;
    limited.deadline = with_.now.steady() + look_time;
    bool is_fine = false;
    try {
        auto work = looked_at(idle);
        auto looked = co_await finish_by(limited, std::move(work));
        is_fine = looked && *looked;
    } catch (const refusal&) {
        is_fine = false;
    }
    co_return is_fine;
}

void connection_pool::suspect_all()
{
    const std::lock_guard lock(guard_);
    ++generation_;
}

void connection_pool::receive(idle_connection back)
{
    // However many wait: a pool that is never idle would keep it for ever.
    if (back.ends_at <= with_.now.steady()) {
        drop(std::move(back.is));
        return;
    }
    const std::lock_guard lock(guard_);
    if (waiting() == 0) {
        idle_.push_back(std::move(back));
        return;
    }
    line& next = writers_.empty() ? lookers_ : writers_;
    const std::shared_ptr<waiter> first = std::move(next.front());
    next.pop_front();
    first->given = std::move(back);
    first->came.set();
}

void connection_pool::drop(std::unique_ptr<connection> unfit)
{
    {
        const std::lock_guard lock(guard_);
        --opened_;
    }
    end_aside(std::move(unfit));
    open_when_needed();
}

namespace {

task<> run_aside(runtime::blocking_pool& pool, std::function<void()> job)
{
    std::function<result<>()> work = [job = std::move(job)]() -> result<> {
        job();
        return {};
    };
    // A queue that is full drops the job, and the connection with it: that closes it, too.
    co_await pool.run<void>(std::move(work));
}

}  // namespace

void connection_pool::end_aside(std::unique_ptr<connection> ended)
{
    auto job = connection::ending(std::move(ended));
    with_.tasks.start("postgresql_end", run_aside(with_.pool, std::move(job)));
}

void connection_pool::open_when_needed()
{
    {
        const std::lock_guard lock(guard_);
        const bool is_needed = waiting() > openers_ && openers_ < openers_max &&
                               opened_ < connector_.where().connections_max;
        if (!is_needed) return;
        ++openers_;
    }
    with_.tasks.start("postgresql_connect", open_some());
}

/// One task that opens, counted when it was started.
class connection_pool::opener {
public:
    explicit opener(connection_pool& in) : in_(in) {}
    ~opener()
    {
        const std::lock_guard lock(in_.guard_);
        --in_.openers_;
    }
    opener(const opener&) = delete;
    opener& operator=(const opener&) = delete;

private:
    connection_pool& in_;
};

/// Opens while somebody waits and there is room.
task<> connection_pool::open_some()
{
    const std::shared_ptr<connection_pool> kept = shared_from_this();
    {
        const opener at_work(*this);
        while (is_wanted()) {
            const std::chrono::milliseconds pause = pause_now();
            if (pause.count() > 0) {
                event rest;
                co_await rest.wait_until(with_.now.steady() + pause / 2 + jitter(pause / 2));
            }
            co_await open_one();
        }
    }
    open_when_needed();  // whoever came while this one left
}

bool connection_pool::is_wanted()
{
    const std::lock_guard lock(guard_);
    return waiting() > 0 && opened_ < where().connections_max;
}

std::chrono::milliseconds connection_pool::pause_now()
{
    const std::lock_guard lock(guard_);
    return pause_;
}

/// Room for a connection while it is being opened.
class connection_pool::reserved_room {
public:
    explicit reserved_room(connection_pool& in) : in_(in), is_there_(reserve(in)) {}
    ~reserved_room()
    {
        const std::lock_guard lock(in_.guard_);
        if (is_there_) --in_.opened_;
    }
    reserved_room(const reserved_room&) = delete;
    reserved_room& operator=(const reserved_room&) = delete;

    [[nodiscard]] bool is_there() const { return is_there_; }
    void keep() { is_there_ = false; }

private:
    static bool reserve(connection_pool& in)
    {
        const std::lock_guard lock(in.guard_);
        if (in.opened_ >= in.where().connections_max) return false;
        ++in.opened_;
        return true;
    }

    connection_pool& in_;
    bool is_there_;
};

task<> connection_pool::open_one()
{
    reserved_room room(*this);
    if (!room.is_there()) co_return;
    std::unique_ptr<connection> made;
    try {
        made = co_await connector_.open();
    } catch (const refusal& caught) {
        note_failure(caught.cause());
    }
    if (!made) co_return;
    room.keep();
    note_success();
    const steady_time ends = with_.now.steady() + connection_age + jitter(connection_jitter);
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock(guard_);
        generation = generation_;
    }
    receive({std::move(made), ends, generation});
}

void connection_pool::note_failure(const error& cause)
{
    bool is_new = false;
    {
        const std::lock_guard lock(guard_);
        is_new = !failure_ || failure_->detail != cause.detail;
        failure_ = cause;
        pause_ = std::clamp(pause_ * 2, reconnect_first, reconnect_most);
    }
    if (is_new) {
        with_.log.log(log_level::error, "database_unreachable",
                      {{"database", where().shown}, {"reason", cause.detail}});
    }
}

void connection_pool::note_success()
{
    bool was_away = false;
    {
        const std::lock_guard lock(guard_);
        was_away = failure_.has_value();
        failure_.reset();
        pause_ = std::chrono::milliseconds(0);
    }
    if (was_away) {
        with_.log.log(log_level::info, "database_reached", {{"database", where().shown}});
    }
}

std::chrono::milliseconds connection_pool::jitter(std::chrono::milliseconds most)
{
    constexpr std::int64_t sides = 65'536;
    std::array<std::uint8_t, 2> bytes{};
    with_.random.fill(bytes);
    return most * (std::int64_t{bytes[0]} * 256 + bytes[1]) / sides;
}

}  // namespace parlance::postgresql
