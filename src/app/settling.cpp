#include <parlance/app/settling.hpp>

#include <parlance/app/start_up.hpp>
#include <parlance/foundation/thrown.hpp>

#include <chrono>
#include <exception>
#include <string>
#include <utility>

namespace parlance::app {
namespace {

constexpr std::chrono::milliseconds try_again_every{500};

}  // namespace

task<result<>> settling::run()
{
    result<> settled;
    try {
        settled = co_await run_until_settled();
    } catch (const std::exception& cause) {
        // Somebody waits for the end, whatever it is.
        settled = fail(fault::internal, "settling ended in an exception: " + name_of_thrown(cause));
    }
    note_tried();
    co_return settled;
}

void settling::stop()
{
    is_stopping_ = true;
    with_.watch.wake();
}

void settling::note_tried()
{
    if (!std::exchange(is_tried_, true)) tried_.set_value();
}

/// Each step may be repeated.
task<result<>> settling::try_once()
{
    auto reached = co_await with_.kept.get_ready();
    if (!reached) co_return reached;
    if (!with_.lease.owner()) {
        auto joined = co_await with_.lease.join();
        if (!joined) co_return joined.error();
    }
    const auto self = with_.lease.owner();
    if (!with_.kept.are_shared() && self) {
        auto taken = co_await take_over(with_.kept.conversations(), with_.kept.queue(), *self,
                                        with_.now.wall());
        if (!taken) co_return taken;
    }
    co_await look_at_originals();
    co_return result<>();
}

/// Before anybody adds something: the first file says nothing about the others. Whoever cannot find
/// out erases nothing and looks again.
task<> settling::look_at_originals()
{
    const auto whose = co_await with_.binding.look();
    if (!whose) {
        with_.log.log(log_level::warn, "originals_not_looked_at",
                      {{"reason", whose.error().detail}});
    }
    if (!with_.is_server || with_.kept.are_shared() || !with_.binding.are_ours()) co_return;
    const call_scope scope;
    // Whoever began them is dead; what cannot be removed now is removed with the other things.
    static_cast<void>(co_await with_.blobs.remove_left_overs(scope, with_.now.wall()));
}

task<result<>> settling::run_until_settled()
{
    std::string said;
    while (true) {
        auto tried = co_await try_once();
        if (tried) break;
        const error& cause = tried.error();
        if (cause.kind != fault::overloaded || is_stopping_) co_return tried;
        co_await with_.watch.forget_doubts();
        if (!with_.kept.are_shared()) with_.watch.declare_trouble(cause);
        if (cause.detail != said) {
            said = cause.detail;
            with_.log.log(log_level::warn, "not_settled_yet", {{"reason", said}});
        }
        note_tried();
        // Earlier when somebody wants to add something; until then nobody else waits for doubts.
        co_await with_.watch.wait_for_doubt(with_.now.steady() + try_again_every);
        if (is_stopping_) co_return tried;
    }
    with_.watch.declare_fine();
    co_return result<>();
}

task<result<>> settling::write_a_little()
{
    const auto self = with_.lease.owner();
    if (with_.kept.are_shared() || !self) co_return result<>();
    auto ready = co_await with_.kept.get_ready();
    if (!ready) co_return ready;
    const call_scope scope;
    co_return co_await with_.kept.replicas().beat(scope, *self);
}

}  // namespace parlance::app
