#pragma once

#include <parlance/foundation/heavy_work.hpp>

#include <functional>

namespace parlance::fakes {

/// Does heavy work at once, on the thread of whoever asks, which tells for so long that it does.
class inline_work : public heavy_work {
public:
    [[nodiscard]] static bool is_at_work() { return is_working; }

protected:
    task<bool> run_job(std::function<void()> job) override
    {
        is_working = true;
        job();
        is_working = false;
        co_return true;
    }

private:
    inline static thread_local bool is_working = false;
};

}  // namespace parlance::fakes
