#include <fakes/in_memory_blob_store.hpp>

#include <openssl/sha.h>

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

}  // namespace

task<result<std::string>> in_memory_blob_store::put(call_scope, std::string bytes)
{
    if (auto planned = plan_.enter(blob_operation::put)) co_return *planned;
    std::string hash = sha256_of(bytes);
    const std::lock_guard lock(guard_);
    // By the real clock, as a file system does.
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    blob kept{std::move(bytes), now};
    blobs_.insert_or_assign(hash, std::move(kept));
    co_return hash;
}

task<result<std::string>> in_memory_blob_store::get(call_scope, std::string content_hash)
{
    if (auto planned = plan_.enter(blob_operation::get)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = blobs_.find(content_hash);
    if (found == blobs_.end()) co_return fail(fault::not_found, "no bytes have this name");
    co_return found->second.bytes;
}

task<result<std::string>> in_memory_blob_store::get_part(call_scope, std::string content_hash,
                                                         knowledge::byte_range part)
{
    if (auto planned = plan_.enter(blob_operation::get_part)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = blobs_.find(content_hash);
    if (found == blobs_.end()) co_return fail(fault::not_found, "no bytes have this name");
    const std::string& bytes = found->second.bytes;
    if (part.from >= bytes.size()) co_return std::string();
    co_return bytes.substr(part.from, part.count);
}

task<result<std::vector<std::string>>> in_memory_blob_store::list(call_scope, std::string after,
                                                                  std::size_t limit)
{
    if (auto planned = plan_.enter(blob_operation::list)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<std::string> hashes;
    for (auto at = blobs_.upper_bound(after); at != blobs_.end() && hashes.size() < limit; ++at) {
        hashes.push_back(at->first);
    }
    co_return hashes;
}

task<result<bool>> in_memory_blob_store::remove(call_scope, std::string content_hash,
                                                wall_time not_after)
{
    if (auto planned = plan_.enter(blob_operation::remove)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = blobs_.find(content_hash);
    if (found == blobs_.end() || found->second.put_at > not_after) co_return false;
    blobs_.erase(found);
    co_return true;
}

task<result<std::size_t>> in_memory_blob_store::remove_left_overs(call_scope)
{
    if (auto planned = plan_.enter(blob_operation::remove_left_overs)) co_return *planned;
    co_return std::size_t{0};
}

}  // namespace parlance::fakes
