#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/bounds.hpp>
#include <parlance/postgresql/config.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::postgresql {

/// Work that costs about the same for one as for many. Whoever asks while a round of it is under
/// way waits for the next one, together with all who came meanwhile: a burst waits its turn instead
/// of filling the line for connections, and one that comes alone goes at once.
template <class Asked, class Answer>
class gathering {
public:
    using request = std::shared_ptr<const Asked>;
    /// Does it for all: one answer each, in their order. What it is refused with is everybody's. It
    /// is a coroutine with what it needs by value; what it touches outlives the tasks.
    using round = std::function<task<result<std::vector<Answer>>>(std::vector<request>)>;

    /// @param name  of its tasks, for logs.
    /// @param longest  patience of who waits for a round, also while one hangs.
    gathering(std::string name, const collaborators& with, round once,
              std::chrono::milliseconds longest = gathered_patience)
        : now_(with.now),
          patience_(longest),
          state_(std::make_shared<state>(std::move(name), with.tasks, std::move(once)))
    {
    }

    /// @param bytes  about what it takes on the way: large ones go in smaller rounds.
    /// @errors  overloaded: too many wait, or its turn did not come in time; what the round
    ///          answers.
    task<result<Answer>> ask(request what, std::size_t bytes)
    {
        const std::shared_ptr<state> in = state_;
        const auto mine = std::make_shared<waiting>(std::move(what), bytes);
        const auto entered = in->enter(mine);
        if (!entered) co_return entered.error();
        const place_in_line here(in, mine);
        if (*entered == role::starts) in->tasks.start(in->name, go_round(rounds(in)));
        std::optional<result<Answer>> answer;
        steady_time until = now_.steady() + patience_;
        while (!answer) {
            const bool is_in_time = co_await mine->ended.wait_until(until);
            answer = is_in_time ? in->answer_of(*mine) : in->give_up(mine);
            until = steady_time::max();  // it is being done: how that goes must be heard
        }
        co_return std::move(*answer);
    }

private:
    enum class role { starts, waits };
    struct waiting {
        waiting(request asked, std::size_t size) : what(std::move(asked)), bytes(size) {}
        request what;
        std::size_t bytes;
        event ended{};
        std::optional<result<Answer>> answer{};
    };
    using line = std::deque<std::shared_ptr<waiting>>;

    struct state {
        state(std::string named, background& by, round does)
            : name(std::move(named)), tasks(by), once(std::move(does))
        {
        }
        const std::string name;
        background& tasks;
        const round once;
        std::mutex guard;  // of everything below, and of all answers
        line all;
        bool is_going = false;

        result<role> enter(const std::shared_ptr<waiting>& mine)
        {
            const std::lock_guard lock(guard);
            if (all.size() >= gathered_waiting_max) return refused("too many wait for it");
            all.push_back(mine);
            if (std::exchange(is_going, true)) return role::waits;
            return role::starts;
        }
        std::optional<result<Answer>> answer_of(waiting& mine)
        {
            const std::lock_guard lock(guard);
            return std::exchange(mine.answer, std::nullopt);
        }
        /// What was answered just now, a refusal when it still waits, nothing while it is done.
        std::optional<result<Answer>> give_up(const std::shared_ptr<waiting>& mine)
        {
            const std::lock_guard lock(guard);
            if (std::erase(all, mine) > 0) return refused("its turn did not come in time");
            return std::exchange(mine->answer, std::nullopt);
        }
        /// Under the lock.
        void answer(waiting& one, result<Answer> with)
        {
            one.answer.emplace(std::move(with));
            one.ended.set();
        }
        void refuse_all(line& those, const error& cause)
        {
            for (const auto& one : those) answer(*one, cause);
            those.clear();
        }
        [[nodiscard]] error refused(const char* why) const
        {
            error cause = fail(fault::overloaded, name + ": " + why);
            cause.retry_after = std::chrono::seconds(1);
            return cause;
        }
    };

    /// Whoever waits. When it leaves before its turn, nothing is done for it.
    class place_in_line {
    public:
        place_in_line(std::shared_ptr<state> in, std::shared_ptr<waiting> is)
            : in_(std::move(in)), is_(std::move(is))
        {
        }
        ~place_in_line()
        {
            const std::lock_guard lock(in_->guard);
            std::erase(in_->all, is_);
        }
        place_in_line(const place_in_line&) = delete;
        place_in_line& operator=(const place_in_line&) = delete;

    private:
        std::shared_ptr<state> in_;
        std::shared_ptr<waiting> is_;
    };

    /// Whoever goes round. However its task ends, also when it never ran, nobody waits for ever.
    class rounds {
    public:
        explicit rounds(std::shared_ptr<state> of) : of_(std::move(of)) {}
        rounds(rounds&&) noexcept = default;
        rounds(const rounds&) = delete;
        rounds& operator=(const rounds&) = delete;
        rounds& operator=(rounds&&) = delete;
        ~rounds()
        {
            if (!of_) return;
            const std::lock_guard lock(of_->guard);
            leave();
        }

        /// @return false when nobody waits any more: it has left then.
        bool next()
        {
            const std::shared_ptr<state> kept = of_;
            const std::lock_guard lock(kept->guard);
            std::size_t bytes = 0;
            while (!of_->all.empty() && has_room(bytes)) {
                bytes += of_->all.front()->bytes;
                here_.push_back(std::move(of_->all.front()));
                of_->all.pop_front();
            }
            if (!here_.empty()) return true;
            leave();
            of_.reset();
            return false;
        }
        task<result<std::vector<Answer>>> once() const
        {
            std::vector<request> asked;
            for (const auto& one : here_) asked.push_back(one->what);
            return of_->once(std::move(asked));
        }
        void answer(result<std::vector<Answer>> done)
        {
            const std::lock_guard lock(of_->guard);
            if (done) {
                PARLANCE_ASSERT(done->size() == here_.size());
                for (std::size_t at = 0; at < here_.size(); ++at)
                    of_->answer(*here_[at], std::move((*done)[at]));
                here_.clear();
                return;
            }
            of_->refuse_all(here_, done.error());
            // Who came meanwhile would only learn the same, one round later.
            if (done.error().kind == fault::overloaded) of_->refuse_all(of_->all, done.error());
        }

    private:
        [[nodiscard]] bool has_room(std::size_t bytes) const
        {
            return here_.size() < gathered_at_once && bytes < gathered_bytes;
        }
        void leave()
        {
            const error cause = of_->refused("it was broken off");
            of_->refuse_all(here_, cause);
            of_->refuse_all(of_->all, cause);
            of_->is_going = false;
        }

        std::shared_ptr<state> of_;
        line here_;
    };

    static task<> go_round(rounds self)
    {
        while (self.next()) {
            auto done = co_await self.once();
            self.answer(std::move(done));
        }
    }

    const clock& now_;
    std::chrono::milliseconds patience_;
    std::shared_ptr<state> state_;
};

}  // namespace parlance::postgresql
