#pragma once

#include <parlance/chat/replica_messenger.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace parlance::fakes {

/// What becomes of one message.
struct message_fate {
    std::size_t copies = 1;  // 0 = lost
    bool is_late = false;    // comes when deliver_late() is called
};

/// Carries messages between the in-memory messengers of one test. Any thread.
class message_hub {
public:
    /// Asked for every message, under a lock. Without it everything arrives once and at once.
    void plan(std::function<message_fate(const chat::replica_message&)> next)
    {
        const std::lock_guard lock(guard_);
        next_ = std::move(next);
    }
    /// Delivers up to so many of what is late, the oldest first.
    void deliver_late(std::size_t count)
    {
        while (count-- > 0) {
            std::optional<letter> next;
            {
                const std::lock_guard lock(guard_);
                if (late_.empty()) return;
                next.emplace(std::move(late_.front()));
                late_.pop_front();
            }
            deliver(*next);
        }
    }
    [[nodiscard]] std::size_t told() const
    {
        const std::lock_guard lock(guard_);
        return told_;
    }

private:
    friend class in_memory_messenger;
    struct letter {
        chat::replica_id from;
        chat::replica_id to;
        chat::replica_message what;
    };
    using hearing = std::shared_ptr<const chat::replica_messenger::listener>;

    void join(chat::replica_id who, chat::replica_messenger::listener hears)
    {
        const std::lock_guard lock(guard_);
        listeners_.insert_or_assign(
            who, std::make_shared<const chat::replica_messenger::listener>(std::move(hears)));
    }
    void leave(chat::replica_id who)
    {
        const std::lock_guard lock(guard_);
        listeners_.erase(who);
    }
    void send(chat::replica_id from, std::optional<chat::replica_id> whom,
              const chat::replica_message& what)
    {
        std::vector<letter> now;
        {
            const std::lock_guard lock(guard_);
            for (const auto& [who, hears] : listeners_) {
                if (who == from || (whom && *whom != who)) continue;
                ++told_;
                const message_fate fate = next_ ? next_(what) : message_fate();
                for (std::size_t copy = 0; copy < fate.copies; ++copy) {
                    letter one{from, who, what};
                    if (fate.is_late) late_.push_back(std::move(one));
                    else now.push_back(std::move(one));
                }
            }
        }
        for (const letter& one : now) deliver(one);
    }
    void deliver(const letter& one)
    {
        hearing hears;
        {
            const std::lock_guard lock(guard_);
            const auto found = listeners_.find(one.to);
            if (found == listeners_.end()) return;
            hears = found->second;
        }
        (*hears)(one.from, one.what);
    }

    mutable std::mutex guard_;
    std::map<chat::replica_id, hearing> listeners_;
    std::function<message_fate(const chat::replica_message&)> next_;
    std::deque<letter> late_;
    std::size_t told_ = 0;
};

/// One replica's end of a hub. Leaves it when it goes.
class in_memory_messenger : public chat::replica_messenger {
public:
    /// @param hub  outlives it.
    explicit in_memory_messenger(message_hub& hub) : hub_(hub) {}
    ~in_memory_messenger() override
    {
        if (self_) hub_.leave(*self_);
    }
    in_memory_messenger(const in_memory_messenger&) = delete;
    in_memory_messenger& operator=(const in_memory_messenger&) = delete;

    void listen(chat::replica_id self, listener hears) override
    {
        self_ = self;
        hub_.join(self, std::move(hears));
    }
    [[nodiscard]] bool is_live() const override { return is_live_; }
    void set_live(bool is_live) { is_live_ = is_live; }
    /// Nothing can be sent while this is so.
    void set_refusing(bool is_refusing) { is_refusing_ = is_refusing; }
    [[nodiscard]] std::size_t refused() const { return refused_; }
    /// The next tell sends nothing.
    void fail_next_tell() { fails_next_ = true; }
    task<result<>> tell(call_scope, std::optional<chat::replica_id> whom,
                        std::vector<chat::replica_message> what) override
    {
        if (!self_) co_return fail(fault::overloaded, "nobody listens here yet");
        if (is_refusing_) {
            ++refused_;
            co_return fail(fault::overloaded, "nothing can be sent");
        }
        if (fails_next_.exchange(false)) co_return fail(fault::overloaded, "nothing is sent now");
        for (const chat::replica_message& one : what) hub_.send(*self_, whom, one);
        co_return result<>();
    }

private:
    message_hub& hub_;
    std::optional<chat::replica_id> self_;
    std::atomic<bool> is_live_{true};
    std::atomic<bool> is_refusing_{false};
    std::atomic<std::size_t> refused_{0};
    std::atomic<bool> fails_next_{false};
};

}  // namespace parlance::fakes
