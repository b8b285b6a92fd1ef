#pragma once

#include <parlance/foundation/telemetry.hpp>

#include <algorithm>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::fakes {

/// Keeps log lines instead of writing them. Any thread.
class recorded_log : public telemetry {
public:
    struct field {
        std::string key;
        std::variant<std::string, std::int64_t, double, bool> value;
    };
    struct line {
        log_level level;
        std::string event;
        std::vector<field> fields;
    };

    void log(log_level level, std::string_view event,
             std::initializer_list<log_field> fields) override
    {
        line kept{level, std::string(event), {}};
        for (const log_field& one : fields) {
            kept.fields.push_back(field{std::string(one.key), one.value});
        }
        const std::lock_guard lock(guard_);
        lines_.push_back(std::move(kept));
    }

    [[nodiscard]] std::size_t count(std::string_view event) const
    {
        const std::lock_guard lock(guard_);
        return static_cast<std::size_t>(std::count_if(
            lines_.begin(), lines_.end(), [&](const line& one) { return one.event == event; }));
    }
    [[nodiscard]] std::vector<line> lines() const
    {
        const std::lock_guard lock(guard_);
        return lines_;
    }

private:
    mutable std::mutex guard_;
    std::vector<line> lines_;
};

}  // namespace parlance::fakes
