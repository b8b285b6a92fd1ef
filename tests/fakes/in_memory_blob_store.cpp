#include <fakes/in_memory_blob_store.hpp>

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace parlance::fakes {
namespace {

std::string sha256_of(const std::string& bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    // OpenSSL's bytes.  NOLINTNEXTLINE(*-reinterpret-cast)
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
    std::string text;
    for (const unsigned char byte : hash) {
        text += "0123456789abcdef"[byte / 16];
        text += "0123456789abcdef"[byte % 16];
    }
    return text;
}

wall_time real_time()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

error not_the_owner()
{
    return fail(fault::conflict, std::string(knowledge::bytes_of_another));
}

}  // namespace

task<result<knowledge::originals_mark>> in_memory_blob_store::work_for(call_scope,
                                                                       knowledge::store_id self)
{
    if (auto planned = plan_.enter(blob_operation::work_for)) co_return *planned;
    const std::lock_guard lock(guard_);
    self_ = self;
    co_return knowledge::originals_mark{owner_, disowned_.contains(self)};
}

task<result<>> in_memory_blob_store::claim(call_scope, std::optional<knowledge::store_id> seen)
{
    if (auto planned = plan_.enter(blob_operation::claim)) co_return *planned;
    const std::lock_guard lock(guard_);
    const bool is_as_seen = owner_ == seen || owner_ == self_;
    if (!self_ || !is_as_seen) co_return fail(fault::conflict, "given to another just now");
    owner_ = self_;
    disowned_.clear();
    std::erase_if(guests_, [this](const auto& note) { return note.first == *self_; });
    co_return result<>();
}

task<result<>> in_memory_blob_store::disown(call_scope)
{
    if (auto planned = plan_.enter(blob_operation::disown)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!self_) co_return fail(fault::conflict, "nobody has said who it works for");
    if (!owner_) disowned_.insert(*self_);
    co_return result<>();
}

task<result<std::string>> in_memory_blob_store::put(call_scope, std::string bytes)
{
    if (auto planned = plan_.enter(blob_operation::put)) co_return *planned;
    std::string hash = sha256_of(bytes);
    const std::lock_guard lock(guard_);
    if (self_ && !is_owner()) guests_.emplace(*self_, hash);
    bin_.erase(hash);
    blob kept{std::move(bytes), real_time()};
    blobs_.insert_or_assign(hash, std::move(kept));
    co_return hash;
}

bool in_memory_blob_store::take_back(const std::string& hash)
{
    auto taken = bin_.extract(hash);
    if (taken.empty()) return false;
    taken.mapped().since = real_time();
    blobs_.insert(std::move(taken));
    return true;
}

result<in_memory_blob_store::blob*> in_memory_blob_store::open(const std::string& hash)
{
    auto found = blobs_.find(hash);
    if (found == blobs_.end() && take_back(hash)) found = blobs_.find(hash);
    if (found == blobs_.end()) return fail(fault::not_found, "no bytes have this name");
    if (found->second.is_damaged) {
        return fail(fault::internal, std::string(knowledge::bytes_are_damaged));
    }
    return &found->second;
}

task<result<std::string>> in_memory_blob_store::get(call_scope, std::string content_hash)
{
    if (auto planned = plan_.enter(blob_operation::get)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto opened = open(content_hash);
    if (!opened) co_return opened.error();
    co_return (*opened)->bytes;
}

task<result<std::string>> in_memory_blob_store::get_part(call_scope, std::string content_hash,
                                                         knowledge::byte_range part)
{
    if (auto planned = plan_.enter(blob_operation::get_part)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto opened = open(content_hash);
    if (!opened) co_return opened.error();
    const std::string& bytes = (*opened)->bytes;
    if (part.from >= bytes.size()) co_return std::string();
    co_return bytes.substr(part.from, part.count);
}

std::vector<std::string> in_memory_blob_store::names_after(const blobs& all,
                                                           const std::string& after,
                                                           std::size_t limit)
{
    std::vector<std::string> hashes;
    for (auto at = all.upper_bound(after); at != all.end() && hashes.size() < limit; ++at) {
        hashes.push_back(at->first);
    }
    return hashes;
}

task<result<std::vector<std::string>>> in_memory_blob_store::list(call_scope, std::string after,
                                                                  std::size_t limit)
{
    if (auto planned = plan_.enter(blob_operation::list)) co_return *planned;
    const std::lock_guard lock(guard_);
    co_return names_after(blobs_, after, limit);
}

task<result<std::vector<std::string>>> in_memory_blob_store::list_bin(call_scope, std::string after,
                                                                      std::size_t limit)
{
    if (auto planned = plan_.enter(blob_operation::list_bin)) co_return *planned;
    const std::lock_guard lock(guard_);
    co_return names_after(bin_, after, limit);
}

bool in_memory_blob_store::is_of_a_guest(const std::string& hash) const
{
    const auto is_it = [&](const auto& note) { return note.second == hash; };
    return std::any_of(guests_.begin(), guests_.end(), is_it);
}

task<result<bool>> in_memory_blob_store::discard(call_scope, std::string content_hash,
                                                 wall_time not_after)
{
    if (auto planned = plan_.enter(blob_operation::discard)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!is_owner()) co_return not_the_owner();
    const auto found = blobs_.find(content_hash);
    if (found == blobs_.end() || found->second.since > not_after) co_return false;
    if (is_of_a_guest(content_hash)) co_return false;
    auto going = blobs_.extract(found);
    going.mapped().since = real_time();
    bin_.insert(std::move(going));
    co_return true;
}

task<result<bool>> in_memory_blob_store::erase(call_scope, std::string content_hash,
                                               wall_time discarded_before)
{
    if (auto planned = plan_.enter(blob_operation::erase)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!is_owner()) co_return not_the_owner();
    const auto found = bin_.find(content_hash);
    if (found == bin_.end() || found->second.since >= discarded_before) co_return false;
    bin_.erase(found);
    co_return true;
}

task<result<std::size_t>> in_memory_blob_store::remove_left_overs(call_scope, wall_time)
{
    if (auto planned = plan_.enter(blob_operation::remove_left_overs)) co_return *planned;
    const std::lock_guard lock(guard_);
    if (!is_owner()) co_return not_the_owner();
    co_return std::size_t{0};
}

void in_memory_blob_store::damage(const std::string& content_hash)
{
    const std::lock_guard lock(guard_);
    blobs_.at(content_hash).is_damaged = true;
}

}  // namespace parlance::fakes
