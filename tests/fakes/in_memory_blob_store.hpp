#pragma once

#include <parlance/knowledge/blob_store.hpp>

#include <fakes/fault_plan.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

enum class blob_operation {
    work_for,
    claim,
    disown,
    put,
    get,
    get_part,
    list,
    list_bin,
    discard,
    erase,
    remove_left_overs
};

/// Bytes that live as long as the object. Any thread; no call ever waits. Dated by the real clock,
/// as a file system does.
class in_memory_blob_store : public knowledge::blob_store {
public:
    task<result<knowledge::originals_mark>> work_for(call_scope scope,
                                                     knowledge::store_id self) override;
    task<result<>> claim(call_scope scope, std::optional<knowledge::store_id> seen) override;
    task<result<>> disown(call_scope scope) override;
    task<result<std::string>> put(call_scope scope, std::string bytes) override;
    task<result<std::string>> get(call_scope scope, std::string content_hash) override;
    task<result<std::string>> get_part(call_scope scope, std::string content_hash,
                                       knowledge::byte_range part) override;
    task<result<std::vector<std::string>>> list(call_scope scope, std::string after,
                                                std::size_t limit) override;
    task<result<std::vector<std::string>>> list_bin(call_scope scope, std::string after,
                                                    std::size_t limit) override;
    task<result<bool>> discard(call_scope scope, std::string content_hash,
                               wall_time not_after) override;
    task<result<bool>> erase(call_scope scope, std::string content_hash,
                             wall_time discarded_before) override;
    task<result<std::size_t>> remove_left_overs(call_scope scope, wall_time not_after) override;

    /// What is kept under this name is not what was put any more.
    void damage(const std::string& content_hash);

    /// The next call of `which` answers `with` and changes nothing.
    void fail_next(blob_operation which, error with) { plan_.fail_next(which, std::move(with)); }
    void pass(blob_operation which, std::size_t calls) { plan_.pass(which, calls); }
    [[nodiscard]] std::size_t calls(blob_operation which) const { return plan_.calls(which); }

private:
    struct blob {
        std::string bytes;
        wall_time since;  // put, or in the bin
        bool is_damaged = false;
    };
    using blobs = std::map<std::string, blob>;

    [[nodiscard]] bool is_owner() const { return self_ && owner_ == self_; }
    [[nodiscard]] bool is_of_a_guest(const std::string& hash) const;
    result<blob*> open(const std::string& hash);
    bool take_back(const std::string& hash);
    static std::vector<std::string> names_after(const blobs& all, const std::string& after,
                                                std::size_t limit);

    std::mutex guard_;
    blobs blobs_;
    blobs bin_;
    std::optional<knowledge::store_id> self_;
    std::optional<knowledge::store_id> owner_;
    std::set<knowledge::store_id> disowned_;
    std::set<std::pair<knowledge::store_id, std::string>> guests_;
    fault_plan<blob_operation> plan_;
};

}  // namespace parlance::fakes
