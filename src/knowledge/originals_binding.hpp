#pragma once

#include <parlance/foundation/clock.hpp>
#include <parlance/foundation/notice_board.hpp>
#include <parlance/foundation/random.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/foundation/telemetry.hpp>
#include <parlance/knowledge/blob_store.hpp>
#include <parlance/knowledge/document_store.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::knowledge {

/// How the original files and the database stand to each other.
enum class originals_are {
    ours,                 // the database is their owner: only then anything is erased
    of_another_database,  // another one is, or nobody knows
    without_documents     // the same, and the database has no document at all: it may be lost
};

/// What follows from a mark alone, for those who only look.
/// @param self  nothing: the database has no id yet.
originals_are stand_of(const originals_mark& mark, std::optional<store_id> self, holdings held);

/// A sentence for the people who use the page; empty for ours.
std::string_view notice_for(originals_are which);
notice_kind kind_of(originals_are which);

/// Ties the folder of original files to one database, so that a database that is lost, empty or
/// configured by mistake erases nothing. Says on the notice board and in the log how it stands.
class originals_binding {
public:
    struct parts {
        document_store& documents;
        blob_store& blobs;
        const clock& now;
        random_source& random;
        notice_board& notices;
        telemetry& log;
    };
    explicit originals_binding(parts with) : with_(with) {}

    /// Looks whose they are. Claims them for this database when there is nothing, or when nobody
    /// has claimed them and documents of this database have their bytes there; everything else
    /// waits for somebody's decision. Not from two tasks at once.
    task<result<originals_are>> look();

    /// As of the last look; false before the first. Any thread.
    [[nodiscard]] bool are_ours() const { return are_ours_; }
    /// True when this database already had documents when the folder, empty, became its own: then
    /// it is not a new one. Any thread.
    [[nodiscard]] bool came_without_originals() const { return came_without_originals_; }

private:
    task<result<originals_are>> find_out();
    task<result<originals_are>> look_at_unclaimed(originals_mark mark, holdings held);
    task<result<bool>> is_there_anything();
    task<result<bool>> has_bytes_of_our_documents();
    void tell(originals_are found);

    parts with_;
    std::optional<store_id> self_;
    std::optional<originals_are> told_;
    std::atomic<bool> are_ours_{false};
    std::atomic<bool> came_without_originals_{false};
};

}  // namespace parlance::knowledge
