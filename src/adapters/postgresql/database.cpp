#include <parlance/postgresql/database.hpp>

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/finish_by.hpp>
#include <parlance/foundation/thrown.hpp>
#include <parlance/postgresql/connection_pool.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <string>

namespace parlance::postgresql {

/// How one try of some work went.
struct database::trial {
    std::optional<refusal> refused{};
    std::optional<error> cut{};   // by the scope
    bool is_commit_lost = false;  // it may have been committed
};

/// What one try is made with.
struct database::trying {
    kind how;
    bool may_be_done;   // an earlier one may have been committed
    steady_time until;  // it has a connection by then

    [[nodiscard]] bool is_write() const { return how == kind::write || how == kind::quick_write; }
};

namespace {

/// An exception that is none of ours, as an error. A socket that cannot be waited for is one, too.
/// @throws what cancels the caller.
error fenced(const std::exception_ptr& thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        return fail(fault::overloaded, "out of memory");
    } catch (const boost::system::system_error& cause) {
        if (cause.code() == boost::asio::error::operation_aborted) throw;
        return fail(fault::internal, name_of_thrown(cause));
    } catch (const std::exception& other) {
        return fail(fault::internal, name_of_thrown(other));
    }
}

task<result<>> run_statement(connection& on, statement what)
{
    static_cast<void>(co_await on.run(std::move(what)));
    co_return result<>();
}

/// Ends a transaction, also when its caller has left: nobody else would know how it went.
/// @return what was refused.
task<std::optional<refusal>> end_with(connection& on, const char* how, steady_time until)
{
    if (!on.is_in_transaction()) co_return std::nullopt;
    std::optional<refusal> refused;
    try {
        call_scope limited;
        limited.deadline = until;
        auto work = run_statement(on, statement(how));
        auto ended = co_await finish_by(limited, std::move(work));
        if (!ended) refused.emplace(ended.error(), remedy::reconnect);
    } catch (const refusal& caught) {
        refused.emplace(caught);
    }
    co_return refused;
}

/// Sends what comes in front of the first statement by itself.
task<result<>> begun(transaction& in)
{
    std::vector<statement> nothing_more;
    static_cast<void>(co_await in.run_all(std::move(nothing_more)));
    co_return result<>();
}

/// A pooler takes a connection at once, and lets its first statement wait for a session: no longer
/// than we wait for a connection.
task<bool> work_in(transaction& in, connection& on, steady_time until,
                   std::function<task<bool>(transaction&)> once)
{
    if (on.is_pooled()) {
        call_scope limited;
        limited.deadline = until;
        auto beginning = begun(in);
        const auto is_had = co_await finish_by(limited, std::move(beginning));
        if (!is_had) {
            throw refusal(fail(fault::overloaded, "the pooler has no session"), remedy::wait);
        }
    }
    const bool wants_commit = co_await once(in);
    co_return wants_commit;
}

/// A connection, and what `once` does on it.
task<result<bool>> work_on(lease& taken, task<lease> coming,
                           std::function<task<bool>(connection&)> once)
{
    lease came = co_await std::move(coming);
    taken = std::move(came);
    const bool wants_commit = co_await once(*taken);
    co_return wants_commit;
}

/// Work may have had all its answers when its connection breaks, and nothing is kept all the same.
refusal broken_before_commit()
{
    return refusal(fail(fault::overloaded, "postgresql: the connection broke before the COMMIT"),
                   remedy::reconnect);
}

bool may_be_repeated(remedy what)
{
    return what == remedy::repeat || what == remedy::reconnect;
}

error noted(error cause, bool is_commit_lost)
{
    if (is_commit_lost) cause = while_doing("it is not known whether this was kept", cause);
    if (cause.kind == fault::overloaded && !cause.retry_after) {
        cause.retry_after = std::chrono::seconds(1);
    }
    return cause;
}

}  // namespace

database::database(config given, const collaborators& with)
    : with_(with), pool_(std::make_shared<connection_pool>(connector(std::move(given), with), with))
{
}

database::~database() = default;

std::vector<statement> database::begin_of(kind how, const connection& on)
{
    std::vector<statement> all;
    if (how == kind::look && !on.is_pooled()) return all;
    const bool is_read = how == kind::read || how == kind::look;
    all.emplace_back(is_read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
    if (how == kind::quick_write) all.emplace_back("SET LOCAL synchronous_commit = off");
    if (on.is_pooled()) {
        // Behind a pooler a session is anybody's: only what ends with the transaction may be set.
        all.emplace_back(
            "SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, "
            "true), "
            "set_config('idle_in_transaction_session_timeout', $3, true)",
            std::to_string(statement_time.count()), std::to_string(lock_time.count()),
            std::to_string(idle_transaction_time.count()));
    }
    return all;
}

task<database::trial> database::try_work(call_scope scope, const body& once, trying which)
{
    trial made;
    lease taken;
    bool wants_commit = false;
    std::exception_ptr other;
    try {
        std::function<task<bool>(connection&)> in_transaction = nullptr;
        std::optional<transaction> in;
        const steady_time had_by = std::min(which.until, scope.deadline);
        in_transaction = [&](connection& on) {
            in.emplace(on, begin_of(which.how, on), which.may_be_done);
            return work_in(*in, on, had_by, once);
        };
        auto coming = pool_->take(which.is_write() ? urgency::writes : urgency::looks, had_by);
        auto work = work_on(taken, std::move(coming), std::move(in_transaction));
        auto done = co_await finish_by(scope, std::move(work));
        if (done) {
            wants_commit = *done;
        } else {
            made.cut = done.error();
        }
    } catch (const refusal& caught) {
        made.refused.emplace(caught);
    } catch (...) {
        other = std::current_exception();
    }
    if (other) made.cut = fenced(other);
    const bool commits = wants_commit && !made.refused && !made.cut;
    if (!taken.is_held() || !taken->is_usable()) {
        if (commits && which.is_write()) made.refused.emplace(broken_before_commit());
        co_return made;
    }
    auto refused = co_await end_with(*taken, commits ? "COMMIT" : "ROLLBACK",
                                     with_.now.steady() + commit_patience);
    if (refused && commits && which.is_write()) {
        made.is_commit_lost = refused->what_helps() == remedy::reconnect;
        made.refused = std::move(refused);
    }
    co_return made;
}

task<result<>> database::run_body(call_scope scope, kind how, body once)
{
    if (!is_admitted_) {
        error early = fail(fault::overloaded, "the database has not been reached yet");
        early.retry_after = std::chrono::seconds(1);
        co_return early;
    }
    const steady_time until = with_.now.steady() + patience;
    bool is_commit_lost = false;
    for (int attempt = 1;; ++attempt) {
        const trying which{how, is_commit_lost, until};
        const trial made = co_await try_work(scope, once, which);
        is_commit_lost = is_commit_lost || made.is_commit_lost;
        if (made.cut) co_return noted(*made.cut, is_commit_lost);
        if (!made.refused) co_return result<>();
        if (made.refused->what_helps() == remedy::reconnect) pool_->suspect_all();
        const steady_time next = after_pause(attempt);
        const bool is_over = !may_be_repeated(made.refused->what_helps()) ||
                             attempt == attempts_max || next > std::min(until, scope.deadline) ||
                             scope.stop.stop_requested();
        if (is_over) co_return noted(made.refused->cause(), is_commit_lost);
        event pause;
        co_await pause.wait_until(next);
    }
}

steady_time database::after_pause(int attempt)
{
    constexpr std::int64_t sides = 256;
    std::array<std::uint8_t, 1> dice{};
    with_.random.fill(dice);
    const auto longest = retry_first * (1 << (attempt - 1));
    return with_.now.steady() + longest / 2 + longest * std::int64_t{dice[0]} / (2 * sides);
}

task<result<rows>> database::look(call_scope scope, statement what)
{
    std::optional<rows> answer;
    body once = [&answer, &what](transaction& in) { return keep_rows(in, what, answer); };
    const result<> ended = co_await run_body(std::move(scope), kind::look, std::move(once));
    if (!ended) co_return ended.error();
    co_return std::move(*answer);
}

task<bool> database::keep_rows(transaction& in, const statement& what, std::optional<rows>& to)
{
    to.reset();
    to.emplace(co_await in.run(what));
    co_return true;
}

}  // namespace parlance::postgresql
