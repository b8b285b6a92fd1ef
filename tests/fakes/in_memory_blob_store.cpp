#include <fakes/in_memory_blob_store.hpp>

#include <openssl/sha.h>

#include <array>

namespace parlance::fakes {
namespace {

std::string sha256_of(const std::string& bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
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
    blobs_.insert_or_assign(hash, std::move(bytes));
    co_return hash;
}

task<result<std::string>> in_memory_blob_store::get(call_scope, std::string content_hash)
{
    if (auto planned = plan_.enter(blob_operation::get)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = blobs_.find(content_hash);
    if (found == blobs_.end()) co_return fail(fault::not_found, "no bytes have this name");
    co_return found->second;
}

}  // namespace parlance::fakes
