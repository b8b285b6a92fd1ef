#pragma once

#include <parlance/app/backup/backup_watch.hpp>
#include <parlance/app/commands/progress_bar.hpp>

#include <optional>
#include <string>

namespace parlance::app {

/// The person at a terminal: sees a bar for each step, and ends the work with Ctrl-C. There is one
/// at a time: signals belong to the process.
class watched_work : public backup_watch {
public:
    watched_work();
    void show(const backup_step& now) override;
    void say(const std::string& sentence) override;
    [[nodiscard]] bool goes_on() const override;
    /// Takes the bar away.
    void clear();

private:
    std::string doing_;
    std::size_t total_ = 0;
    std::optional<progress_bar> bar_;
};

}  // namespace parlance::app
