#pragma once

#include <parlance/knowledge/document_store.hpp>

#include <fakes/fault_plan.hpp>

#include <cstddef>
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
    take_queued,
    finish_ready,
    finish_failed,
    requeue_left_reading
};

/// Documents that live as long as the object. Any thread; no call ever waits.
class in_memory_document_store : public knowledge::document_store {
public:
    task<result<knowledge::document>> add(call_scope scope, access::principal who,
                                          knowledge::document added) override;
    task<result<knowledge::document>> find(call_scope scope, access::principal who,
                                           knowledge::document_id which) override;
    task<result<knowledge::document_page>> list(call_scope scope, access::principal who,
                                                std::string cursor, std::size_t limit) override;
    task<result<std::optional<knowledge::document>>> take_queued(call_scope scope) override;
    task<result<>> finish_ready(call_scope scope, knowledge::document_id which, std::string title,
                                std::vector<knowledge::indexed_passage> passages) override;
    task<result<>> finish_failed(call_scope scope, knowledge::document_id which,
                                 std::string reason) override;
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
        std::vector<knowledge::indexed_passage> passages;
    };
    stored_document* find_reading(knowledge::document_id which);

    mutable std::mutex guard_;
    std::vector<stored_document> documents_;  // in the order they were added
    fault_plan<document_operation> plan_;
};

}  // namespace parlance::fakes
