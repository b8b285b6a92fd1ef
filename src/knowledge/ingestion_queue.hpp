#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/knowledge/document.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// Somebody who reads documents: a part of one process, for as long as it lives.
using reader_id = id<struct reader_tag>;

/// A passage with the terms that it is found by, separated by spaces (text_analyzer's terms).
struct indexed_passage {
    passage is;
    std::string title_terms;
    std::string section_terms;
    std::string text_terms;
};

/// The right to read one document. Until `until`, on the reader's own clock, nobody else gets it;
/// after that it is still good as long as nobody took it.
struct reading {
    document is;
    reader_id by;
    std::int64_t epoch = 0;    // grows whenever it is taken: an older reading changes nothing
    std::int64_t attempt = 1;  // how often it was begun, this time included
    wall_time until;
};

struct next_reading {
    std::optional<reading> taken;
    std::optional<wall_time> due;  // when nothing was taken: when to ask again, if ever
};

/// The documents that wait to be read and those being read. Implemented by sqlite, postgresql and,
/// in tests, in memory.
///
/// Times are given and answered on the caller's clock. A queue that replicas share makes them
/// spans of time on a clock of its own: no two replicas' clocks are compared.
///
/// @errors  everywhere: overloaded (busy, disk full), internal (the store is broken). conflict when
///          the reading is over: the document was taken again, finished or put back.
class ingestion_queue {
public:
    virtual ~ingestion_queue() = default;

    /// Takes the oldest document that is due, of the principal who has waited longest for a turn.
    /// One whose reading was left past its lease is due too. What an earlier reading kept of it is
    /// dropped. The lease is limits::ingestion_lease from `now`.
    virtual task<result<next_reading>> take_queued(call_scope scope, reader_id by,
                                                   wall_time now) = 0;
    /// Keeps some of its passages, which nobody sees before finish_ready, and extends the lease to
    /// `which.until`, which is limits::ingestion_lease from now.
    virtual task<result<>> keep_passages(call_scope scope, reading which,
                                         std::vector<indexed_passage> passages) = 0;
    /// Ends reading: state ready with the passages kept so far, all at once.
    virtual task<result<>> finish_ready(call_scope scope, reading which, std::string title) = 0;
    /// Ends reading: state failed with a reason a person understands, and no passages.
    virtual task<result<>> finish_failed(call_scope scope, reading which, std::string reason) = 0;
    /// Ends reading for now: queued again, from a `pause` after `now` on, after `which.attempt`
    /// attempts.
    virtual task<result<>> put_back(call_scope scope, reading which, wall_time now,
                                    std::chrono::milliseconds pause) = 0;
    /// Queues again, at once, whatever is being read: for the start, when every reader there was is
    /// dead. Their attempts count.  @return how many.
    virtual task<result<std::size_t>> requeue_left_reading(call_scope scope) = 0;
};

}  // namespace parlance::knowledge
