#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/foundation/event.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace parlance::fakes {

/// What goes wrong in one call.
enum class trouble {
    none,
    before_commit,  // an error, and nothing was done
    after_commit,   // an error, although it was done: the answer was lost
    late,           // it takes a while
    lie,            // it was not done, although it says so
    exception       // a bug in the store
};
enum class store_write { begin, progress, finish, look };

/// A store whose writes go wrong as planned, in front of one that works. Keeps the progress that it
/// was given. Any thread.
class unsteady_conversation_store : public chat::conversation_store {
public:
    /// @param inner  outlives it.
    explicit unsteady_conversation_store(chat::conversation_store& inner) : inner_(inner) {}

    /// Asked before every write, under a lock.
    void plan(std::function<trouble(store_write)> next)
    {
        const std::lock_guard lock(guard_);
        next_ = std::move(next);
    }
    /// Told of progress whose writer is about to hear that it was not written; of none when the
    /// turns may have grown since it was given.
    using refusal_listener =
        std::function<void(chat::turn_owner, const std::vector<chat::turn_progress>&)>;
    void tell_refused_progress(refusal_listener hears)
    {
        const std::lock_guard lock(guard_);
        hears_refused_ = std::move(hears);
    }
    /// begin_turn waits from now on until it is let go.
    void hold_begin()
    {
        const std::lock_guard lock(guard_);
        is_holding_ = true;
    }
    void let_begin_go()
    {
        {
            const std::lock_guard lock(guard_);
            is_holding_ = false;
        }
        released_.set();
    }
    /// Progress and ends wait from now on until they are let go: a disk that hangs.
    void hold_growth()
    {
        const std::lock_guard lock(guard_);
        is_holding_growth_ = true;
    }
    void let_growth_go()
    {
        {
            const std::lock_guard lock(guard_);
            is_holding_growth_ = false;
        }
        growth_released_.set();
        end_released_.set();
    }
    [[nodiscard]] int begins_held() const
    {
        const std::lock_guard lock(guard_);
        return held_;
    }
    /// Growth that was passed on, in order.
    [[nodiscard]] std::vector<chat::turn_progress> growth() const
    {
        const std::lock_guard lock(guard_);
        return growth_;
    }
    [[nodiscard]] int count(store_write what) const
    {
        const std::lock_guard lock(guard_);
        return counts_[static_cast<std::size_t>(what)];
    }

    task<result<chat::begun_turn>> begin_turn(call_scope scope, access::principal who,
                                              chat::new_turn asked) override
    {
        while (must_wait()) co_await released_.wait_until(steady_time::max());
        const trouble next = enter(store_write::begin);
        if (next == trouble::before_commit) co_return lost();
        if (next == trouble::late) co_await linger();
        if (next == trouble::lie) co_return pretend(asked);
        auto done = co_await inner_.begin_turn(std::move(scope), std::move(who), std::move(asked));
        if (next == trouble::after_commit) co_return lost();
        co_return done;
    }

    task<result<std::vector<chat::turn_key>>> append_progress(
        call_scope scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth) override
    {
        const trouble next = enter(store_write::progress);
        while (must_wait_with_growth()) co_await growth_released_.wait_until(steady_time::max());
        if (next == trouble::before_commit) {
            tell_refused(owner, growth);
            co_return lost();
        }
        if (next == trouble::late) co_await linger();
        keep(growth);
        std::vector<chat::turn_progress> asked;
        if (next != trouble::late) asked = growth;
        auto done = co_await inner_.append_progress(std::move(scope), owner, std::move(growth));
        if (!done || next == trouble::after_commit) tell_refused(owner, asked);
        if (next == trouble::after_commit) co_return lost();
        co_return done;
    }

    task<result<>> finish_turn(call_scope scope, access::principal who, chat::turn_owner owner,
                               chat::turn_end end) override
    {
        const trouble next = enter(store_write::finish);
        while (must_wait_with_growth()) co_await end_released_.wait_until(steady_time::max());
        if (next == trouble::before_commit) co_return lost();
        if (next == trouble::late) co_await linger();
        if (next == trouble::lie) co_return result<>();
        auto done =
            co_await inner_.finish_turn(std::move(scope), std::move(who), owner, std::move(end));
        if (next == trouble::after_commit) co_return lost();
        co_return done;
    }

    task<result<chat::turn_record>> find_turn(call_scope scope, access::principal who,
                                              chat::turn_id which) override
    {
        co_return co_await inner_.find_turn(std::move(scope), std::move(who), which);
    }
    task<result<chat::turn_growth>> read_growth(call_scope scope, access::principal who,
                                                chat::turn_id which, chat::position from) override
    {
        if (enter(store_write::look) == trouble::before_commit) co_return lost();
        co_return co_await inner_.read_growth(std::move(scope), std::move(who), which, from);
    }
    task<result<chat::turn_standing>> want_stop(call_scope scope, access::principal who,
                                                chat::turn_id which) override
    {
        if (enter(store_write::look) == trouble::before_commit) co_return lost();
        co_return co_await inner_.want_stop(std::move(scope), std::move(who), which);
    }
    task<result<std::vector<chat::turn_key>>> stops_wanted(call_scope scope,
                                                           chat::turn_owner owner) override
    {
        if (enter(store_write::look) == trouble::before_commit) co_return lost();
        co_return co_await inner_.stops_wanted(std::move(scope), owner);
    }
    task<result<chat::conversation_page>> list(call_scope scope, access::principal who,
                                               std::string cursor, std::size_t limit) override
    {
        co_return co_await inner_.list(std::move(scope), std::move(who), std::move(cursor), limit);
    }
    task<result<chat::opened_conversation>> open(call_scope scope, access::principal who,
                                                 chat::conversation_id which,
                                                 chat::path_wanted wanted) override
    {
        co_return co_await inner_.open(std::move(scope), std::move(who), which, wanted);
    }
    task<result<std::size_t>> interrupt_left_running(call_scope scope, chat::turn_owner owner,
                                                     wall_time now) override
    {
        co_return co_await inner_.interrupt_left_running(std::move(scope), owner, now);
    }

private:
    /// Gives way to whatever else is to be done, some times.
    static task<> linger()
    {
        constexpr int rounds = 5;
        for (int round = 0; round < rounds; ++round) {
            event pause;
            co_await pause.wait_until(std::chrono::steady_clock::now());
        }
    }
    static chat::begun_turn pretend(const chat::new_turn& asked)
    {
        chat::turn_record record{.id = asked.id,
                                 .conversation = asked.new_conversation,
                                 .parent = std::nullopt,
                                 .state = chat::turn_state::running,
                                 .question = asked.question,
                                 .model = asked.model,
                                 .answer = {},
                                 .events = {},
                                 .failed_with = std::nullopt,
                                 .created_at = asked.created_at,
                                 .finished_at = std::nullopt};
        record.owner = asked.owner;
        return {std::move(record), true};
    }
    static error lost() { return fail(fault::overloaded, "the store is busy"); }

    trouble enter(store_write what)
    {
        const std::lock_guard lock(guard_);
        ++counts_[static_cast<std::size_t>(what)];
        const trouble next = next_ ? next_(what) : trouble::none;
        if (next == trouble::exception) throw std::runtime_error("a bug in the store");
        return next;
    }
    bool must_wait()
    {
        const std::lock_guard lock(guard_);
        if (is_holding_) ++held_;
        return is_holding_;
    }
    bool must_wait_with_growth()
    {
        const std::lock_guard lock(guard_);
        return is_holding_growth_;
    }
    void tell_refused(chat::turn_owner owner, const std::vector<chat::turn_progress>& growth)
    {
        refusal_listener hears;
        {
            const std::lock_guard lock(guard_);
            hears = hears_refused_;
        }
        if (hears) hears(owner, growth);
    }
    void keep(const std::vector<chat::turn_progress>& growth)
    {
        const std::lock_guard lock(guard_);
        growth_.insert(growth_.end(), growth.begin(), growth.end());
    }

    chat::conversation_store& inner_;
    mutable std::mutex guard_;
    std::function<trouble(store_write)> next_;
    refusal_listener hears_refused_;
    std::vector<chat::turn_progress> growth_;
    std::array<int, 4> counts_{};
    bool is_holding_ = false;
    int held_ = 0;
    event released_;
    bool is_holding_growth_ = false;
    event growth_released_;  // one waiter each
    event end_released_;
};

}  // namespace parlance::fakes
