#pragma once

#include <parlance/knowledge/document_store.hpp>
#include <parlance/knowledge/ingestion_queue.hpp>

#include <fakes/fault_plan.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

enum class document_operation {
    add,
    find,
    list,
    read_page,
    remove,
    restore,
    retry,
    purge,
    unused_content,
    added_content,
    identify,
    look_at_holdings,
    take_queued,
    keep_passages,
    finish_ready,
    finish_failed,
    put_back,
    requeue_left_reading
};

/// Documents and the queue in which they are read, as long as the object lives. Any thread; no call
/// ever waits.
class in_memory_document_store : public knowledge::document_store,
                                 public knowledge::ingestion_queue {
public:
    task<result<knowledge::document>> add(call_scope scope, access::principal who,
                                          knowledge::document added) override;
    task<result<knowledge::document>> find(call_scope scope, access::principal who,
                                           knowledge::document_id which) override;
    task<result<knowledge::document_page>> list(call_scope scope, access::principal who,
                                                knowledge::document_query wanted) override;
    task<result<std::vector<knowledge::passage>>> read_page(call_scope scope, access::principal who,
                                                            knowledge::document_id which,
                                                            std::int64_t page) override;
    task<result<wall_time>> remove(call_scope scope, access::principal who,
                                   knowledge::document_id which, wall_time now) override;
    task<result<knowledge::document>> restore(call_scope scope, access::principal who,
                                              knowledge::document_id which) override;
    task<result<knowledge::document>> retry(call_scope scope, access::principal who,
                                            knowledge::document_id which) override;
    task<result<std::size_t>> purge(call_scope scope, wall_time before) override;
    task<result<std::vector<std::string>>> unused_content(
        call_scope scope, std::vector<std::string> content_hashes) override;
    task<result<std::vector<std::string>>> added_content(
        call_scope scope, std::vector<std::string> content_hashes) override;
    task<result<knowledge::store_id>> identify(call_scope scope,
                                               knowledge::store_id proposed) override;
    task<result<knowledge::holdings>> look_at_holdings(call_scope scope) override;

    task<result<knowledge::next_reading>> take_queued(call_scope scope, knowledge::reader_id by,
                                                      wall_time now) override;
    task<result<>> keep_passages(call_scope scope, knowledge::reading which,
                                 std::vector<knowledge::indexed_passage> passages) override;
    task<result<>> finish_ready(call_scope scope, knowledge::reading which,
                                std::string title) override;
    task<result<>> finish_failed(call_scope scope, knowledge::reading which,
                                 std::string reason) override;
    task<result<>> put_back(call_scope scope, knowledge::reading which, wall_time now,
                            std::chrono::milliseconds pause) override;
    task<result<std::size_t>> requeue_left_reading(call_scope scope) override;

    /// The next call of `which` answers `with` and changes nothing.
    void fail_next(document_operation which, error with)
    {
        plan_.fail_next(which, std::move(with));
    }
    [[nodiscard]] std::size_t calls(document_operation which) const { return plan_.calls(which); }

    /// For in_memory_passage_index: a ready document that `who` may read, and its passages.
    struct readable_document {
        knowledge::document is;
        std::vector<knowledge::indexed_passage> passages;
    };
    [[nodiscard]] std::vector<readable_document> readable_by(access::principal_id who) const;

private:
    struct stored_document {
        access::principal_id owner;
        knowledge::document is;
        std::vector<knowledge::indexed_passage> passages = {};
        std::optional<wall_time> deleted_at = std::nullopt;
        std::optional<knowledge::reader_id> reader = std::nullopt;
        std::int64_t epoch = 0;
        std::int64_t attempts = 0;
        wall_time lease_until = {};
        wall_time due_at = {};

        [[nodiscard]] bool is_queued() const
        {
            return is.state == knowledge::document_state::queued && !deleted_at;
        }
    };
    stored_document* find_readable(const access::principal_id& who, knowledge::document_id which);
    /// Also a deleted one.
    result<stored_document*> find_own(const access::principal_id& who,
                                      knowledge::document_id which);
    stored_document* find_reading(const knowledge::reading& which);
    [[nodiscard]] knowledge::document shown(const stored_document& stored) const;
    [[nodiscard]] std::int64_t place_of(const stored_document& stored) const;
    [[nodiscard]] std::int64_t last_turn_of(const access::principal_id& who) const;
    stored_document* next_due(wall_time now);

    mutable std::mutex guard_;
    std::deque<stored_document> documents_;               // in the order they were added
    std::map<access::principal_id, std::int64_t> turns_;  // when each had its last one
    std::int64_t turns_taken_ = 0;
    std::optional<knowledge::store_id> self_;
    fault_plan<document_operation> plan_;
};

}  // namespace parlance::fakes
