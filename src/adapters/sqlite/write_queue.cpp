#include <parlance/foundation/limits.hpp>
#include <parlance/sqlite/fence.hpp>
#include <parlance/sqlite/write_queue.hpp>

#include <algorithm>
#include <utility>

namespace parlance::sqlite {
namespace {

constexpr std::size_t group_max = 64;  // bounds what one transaction holds and what one loses

}  // namespace

struct write_queue::entry {
    durability how;
    work body;
    bool is_done = false;
    result<> ended;
};

std::shared_ptr<write_queue::entry> write_queue::add(durability how, work body)
{
    auto added = std::make_shared<entry>(entry{how, std::move(body), false, {}});
    const std::lock_guard lock(guard_);
    if (waiting_.size() >= limits::blocking_queue_max) return nullptr;
    waiting_.push_back(added);
    return added;
}

result<> write_queue::finish(entry& mine)
{
    while (!mine.is_done) write(take_group());
    return mine.ended;
}

write_queue::group write_queue::take_group()
{
    const std::lock_guard lock(guard_);
    const auto size = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), group_max));
    group taken(waiting_.begin(), waiting_.begin() + size);
    waiting_.erase(waiting_.begin(), waiting_.begin() + size);
    return taken;
}

void write_queue::write(const group& all)
{
    if (all.size() > 1) {
        const auto together = fenced([&]() -> result<> {
            commit_together(all);
            return {};
        });
        // A disk that is full or busy is so for all; any other trouble is of one of them.
        if (together || together.error().kind == fault::overloaded) {
            for (const auto& each : all) {
                each->ended = together;
                each->is_done = true;
            }
            return;
        }
    }
    for (const auto& each : all) {
        each->ended = fenced([&]() -> result<> {
            commit_alone(*each);
            return {};
        });
        each->is_done = true;
    }
}

void write_queue::commit_together(const group& all)
{
    const bool is_durable = std::any_of(all.begin(), all.end(), [](const auto& each) {
        return each->how == durability::power_loss;
    });
    prepare(is_durable ? durability::power_loss : durability::crash);
    transaction change(writer_, transaction::kind::write);
    for (const auto& each : all) {
        query(writer_, "SAVEPOINT one_of_many").run();
        if (!each->body(writer_)) query(writer_, "ROLLBACK TO one_of_many").run();
        query(writer_, "RELEASE one_of_many").run();
    }
    change.commit();
}

void write_queue::commit_alone(entry& one)
{
    prepare(one.how);
    transaction change(writer_, transaction::kind::write);
    if (one.body(writer_)) change.commit();
}

void write_queue::prepare(durability how)
{
    // Left over when even a roll-back failed, such as on a disk that is gone for a while.
    if (writer_.is_in_transaction()) writer_.execute("ROLLBACK");
    if (level_ == how) return;
    writer_.execute(how == durability::crash ? "PRAGMA synchronous = NORMAL"
                                             : "PRAGMA synchronous = FULL");
    level_ = how;
}

}  // namespace parlance::sqlite
