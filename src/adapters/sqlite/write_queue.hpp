#pragma once

#include <parlance/foundation/error.hpp>
#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/durability.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace parlance::sqlite {

/// Writes that wait for the one connection that may write. What came while the disk was busy with
/// others is committed together: a hundred questions at once cost a few fsyncs, not a hundred.
class write_queue {
public:
    /// True to keep what it did, false to undo it. Runs again alone when another of its group
    /// broke.
    using work = std::function<bool(connection&)>;
    struct entry;

    explicit write_queue(connection& writer) : writer_(writer) {}

    /// In order. Any thread.  @return nothing when limits::blocking_queue_max are waiting.
    std::shared_ptr<entry> add(durability how, work body);

    /// Returns once the entry, and whatever came before it, was committed or undone. On the
    /// writer's thread only.
    result<> finish(entry& mine);

private:
    using group = std::vector<std::shared_ptr<entry>>;
    group take_group();
    void write(const group& all);
    void commit_together(const group& all);
    void commit_alone(entry& one);
    void prepare(durability how);

    connection& writer_;
    durability level_ = durability::power_loss;  // what the connection is set to
    std::mutex guard_;
    std::deque<std::shared_ptr<entry>> waiting_;
};

}  // namespace parlance::sqlite
