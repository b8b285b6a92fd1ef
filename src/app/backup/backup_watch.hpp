#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parlance::app {

/// A step of long work, as people see it.
struct backup_step {
    std::string_view doing;  // "Copying the database"
    std::size_t done = 0;
    std::size_t total = 0;
    std::string_view what;  // is at hand
};

/// Whoever waits for a backup or a restore.
class backup_watch {
public:
    virtual ~backup_watch() = default;
    virtual void show(const backup_step& now) = 0;
    /// Something that they should know, whatever comes of the rest.
    virtual void say(const std::string& sentence) = 0;
    /// False when they want it to end. Any thread.
    [[nodiscard]] virtual bool goes_on() const = 0;
};

}  // namespace parlance::app
