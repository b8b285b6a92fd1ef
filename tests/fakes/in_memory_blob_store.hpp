#pragma once

#include <parlance/knowledge/blob_store.hpp>

#include <fakes/fault_plan.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

enum class blob_operation { put, get, get_part, list, remove, remove_left_overs };

/// Bytes that live as long as the object. Any thread; no call ever waits.
class in_memory_blob_store : public knowledge::blob_store {
public:
    task<result<std::string>> put(call_scope scope, std::string bytes) override;
    task<result<std::string>> get(call_scope scope, std::string content_hash) override;
    task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                       knowledge::byte_range part) override;
    task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                std::size_t limit) override;
    task<result<bool>> remove(call_scope scope, std::string content_hash,
                              wall_time not_after) override;
    task<result<std::size_t>> remove_left_overs(call_scope scope) override;

    /// The next call of `which` answers `with` and changes nothing.
    void fail_next(blob_operation which, error with) { plan_.fail_next(which, std::move(with)); }
    void pass(blob_operation which, std::size_t calls) { plan_.pass(which, calls); }
    [[nodiscard]] std::size_t calls(blob_operation which) const { return plan_.calls(which); }

private:
    struct blob {
        std::string bytes;
        wall_time put_at;
    };
    std::mutex guard_;
    std::map<std::string, blob> blobs_;
    fault_plan<blob_operation> plan_;
};

}  // namespace parlance::fakes
