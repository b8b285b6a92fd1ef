#pragma once

#include <parlance/foundation/event.hpp>
#include <parlance/language/language_model.hpp>

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

/// What a scripted model does for one call.
struct model_script {
    std::vector<std::string> deltas;
    std::optional<error> ends_with;       // after the deltas, instead of a cost
    std::optional<std::size_t> holds_at;  // after so many deltas it waits for release()
    language::usage cost;
};

/// A model that says what it is told to, and keeps what it was asked. Keeps the port's promises:
/// the contract suite runs over it too. Any thread; one call holds at a time.
class scripted_language_model : public language::language_model {
public:
    /// For the next call; in order. Without any a call answers "scripted".
    void play(model_script script)
    {
        const std::lock_guard lock(guard_);
        scripts_.push_back(std::move(script));
    }
    /// Lets the call that holds (or the next that would) go on.
    void release() const { released_.set(); }

    [[nodiscard]] std::vector<language::prompt> asked() const
    {
        const std::lock_guard lock(guard_);
        return asked_;
    }
    /// Calls that have not ended, in whatever way.
    [[nodiscard]] int running() const
    {
        const std::lock_guard lock(guard_);
        return running_;
    }
    [[nodiscard]] bool is_holding() const
    {
        const std::lock_guard lock(guard_);
        return is_holding_;
    }

    task<result<language::usage>> complete(call_scope scope, language::prompt asked,
                                           language::delta_sink& out) override
    {
        const model_script script = take_script(std::move(asked));
        const call_counter counted(*this);
        for (std::size_t said = 0; said <= script.deltas.size(); ++said) {
            if (script.holds_at == said) co_await hold(scope);
            if (scope.stop.stop_requested()) {
                co_return fail(fault::cancelled, "stopped by the caller");
            }
            if (std::chrono::steady_clock::now() >= scope.deadline) {
                co_return fail(fault::deadline_exceeded, "the scripted model took too long");
            }
            if (said == script.deltas.size()) break;
            std::string delta = script.deltas[said];
            auto taken = co_await out.push(std::move(delta));
            if (!taken) co_return taken.error();
        }
        if (script.ends_with) co_return *script.ends_with;
        co_return script.cost;
    }

private:
    /// Counts down also when the frame is destroyed.
    class call_counter {
    public:
        explicit call_counter(scripted_language_model& of) : of_(of)
        {
            const std::lock_guard lock(of_.guard_);
            ++of_.running_;
        }
        call_counter(const call_counter&) = delete;
        call_counter& operator=(const call_counter&) = delete;
        ~call_counter()
        {
            const std::lock_guard lock(of_.guard_);
            --of_.running_;
            of_.is_holding_ = false;
        }

    private:
        scripted_language_model& of_;
    };

    task<> hold(call_scope scope)
    {
        {
            const std::lock_guard lock(guard_);
            is_holding_ = true;
        }
        const auto wake = [this] { released_.set(); };
        const std::stop_callback on_stop(scope.stop, wake);
        co_await released_.wait_until(scope.deadline);
        const std::lock_guard lock(guard_);
        is_holding_ = false;
    }

    model_script take_script(language::prompt asked)
    {
        const std::lock_guard lock(guard_);
        asked_.push_back(std::move(asked));
        model_script script;
        script.deltas = {"scripted"};
        if (scripts_.empty()) return script;
        script = std::move(scripts_.front());
        scripts_.pop_front();
        return script;
    }

    mutable std::mutex guard_;
    std::deque<model_script> scripts_;
    std::vector<language::prompt> asked_;
    int running_ = 0;
    bool is_holding_ = false;
    event released_;
};

}  // namespace parlance::fakes
