#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace parlance::local_folder {

/// SHA-256 as 64 lower-case hexadecimal digits. @source FIPS 180-4.
std::string content_hash_of(std::string_view bytes);

/// True for what content_hash_of may answer: nothing else becomes part of a path.
bool is_content_hash(std::string_view text);

/// The same hash of bytes that come in pieces.
class content_digest {
public:
    content_digest();
    void add(std::string_view bytes);
    /// Once, after everything was added.
    [[nodiscard]] std::string finish();

private:
    struct closer {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, closer> context_;
};

}  // namespace parlance::local_folder
