#include <parlance/foundation/error.hpp>
#include <parlance/local_folder/content_hash.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace parlance::local_folder {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t hash_digits = 64;

}  // namespace

std::string content_hash_of(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned int size = 0;
    const int done =
        EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr);
    PARLANCE_ASSERT(done == 1 && size * 2 == hash_digits);
    std::string text;
    text.reserve(hash_digits);
    for (unsigned int at = 0; at < size; ++at) {
        text += digits[hash[at] >> 4U];
        text += digits[hash[at] & 15U];
    }
    return text;
}

bool is_content_hash(std::string_view text)
{
    const auto is_digit = [](char letter) { return digits.find(letter) != std::string_view::npos; };
    return text.size() == hash_digits && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace parlance::local_folder
