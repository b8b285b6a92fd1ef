#include <parlance/app/commands/watched_work.hpp>

#include <parlance/app/terminal_output.hpp>

#include <csignal>

namespace parlance::app {
namespace {

// A signal handler reaches nothing but what is static.
volatile std::sig_atomic_t is_ended = 0;  // NOLINT(*-avoid-non-const-global-variables)

void note_signal(int)
{
    is_ended = 1;
}

}  // namespace

watched_work::watched_work()
{
    is_ended = 0;
    struct sigaction ending = {};
    ending.sa_handler = &note_signal;  // NOLINT(*-union-access)
    sigemptyset(&ending.sa_mask);
    ending.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaction(signal, &ending, nullptr);
}

void watched_work::show(const backup_step& now)
{
    if (!bar_ || doing_ != now.doing || total_ != now.total) {
        bar_.reset();
        doing_ = now.doing;
        total_ = now.total;
        bar_.emplace(now.doing, now.total);
    }
    bar_->show(now.done, now.what);
}

void watched_work::say(const std::string& sentence)
{
    clear();
    print_error("parlance: " + sentence + "\n");
}

bool watched_work::goes_on() const
{
    return is_ended == 0;
}

void watched_work::clear()
{
    bar_.reset();
}

}  // namespace parlance::app
