#include <parlance/foundation/error.hpp>
#include <parlance/local_folder/content_hash.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace parlance::local_folder {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t hash_digits = 64;
using hash_bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string as_text(const hash_bytes& hash, unsigned int size)
{
    std::string text;
    text.reserve(hash_digits);
    for (unsigned int at = 0; at < size; ++at) {
        text += digits[hash[at] >> 4U];
        text += digits[hash[at] & 15U];
    }
    return text;
}

}  // namespace

std::string content_hash_of(std::string_view bytes)
{
    hash_bytes hash{};
    unsigned int size = 0;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr);
    PARLANCE_ASSERT(done == 1 && size * 2 == hash_digits);
    return as_text(hash, size);
}

void content_digest::closer::operator()(evp_md_ctx_st* context) const
{
    EVP_MD_CTX_free(context);
}

content_digest::content_digest() : context_(EVP_MD_CTX_new())
{
    const int begun = context_ ? EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) : 0;
    PARLANCE_ASSERT(begun == 1);
}

void content_digest::add(std::string_view bytes)
{
    const int added = EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    PARLANCE_ASSERT(added == 1);
}

std::string content_digest::finish()
{
    hash_bytes hash{};
    unsigned int size = 0;
    const int done = EVP_DigestFinal_ex(context_.get(), hash.data(), &size);
    PARLANCE_ASSERT(done == 1 && size * 2 == hash_digits);
    return as_text(hash, size);
}

bool is_content_hash(std::string_view text)
{
    const auto is_digit = [](char letter) { return digits.find(letter) != std::string_view::npos; };
    return text.size() == hash_digits && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace parlance::local_folder
