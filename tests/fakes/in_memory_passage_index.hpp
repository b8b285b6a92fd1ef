#pragma once

#include <parlance/knowledge/passage_index.hpp>

#include <fakes/in_memory_document_store.hpp>

#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

enum class index_operation { search, read };

/// Finds passages of an in_memory_document_store: a rare term counts more than a common one, a term
/// in title or section more than one in the text.
class in_memory_passage_index : public knowledge::passage_index {
public:
    /// @param documents  outlives the index.
    explicit in_memory_passage_index(const in_memory_document_store& documents)
        : documents_(documents)
    {
    }

    task<result<knowledge::index_hits>> search(call_scope scope, access::principal who,
                                               std::vector<std::string> terms,
                                               std::size_t limit) override;
    task<result<std::vector<knowledge::found_passage>>> read(
        call_scope scope, access::principal who, std::vector<knowledge::passage_id> which) override;

    /// The next call of `which` answers `with`.
    void fail_next(index_operation which, error with) { plan_.fail_next(which, std::move(with)); }
    [[nodiscard]] std::size_t calls(index_operation which) const { return plan_.calls(which); }

private:
    const in_memory_document_store& documents_;
    fault_plan<index_operation> plan_;
};

}  // namespace parlance::fakes
