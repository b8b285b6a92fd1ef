// Any text ends in a manifest or in a refusal, and what was read is written as it was.
#include "as_bytes.hpp"

#include <parlance/app/backup/manifest.hpp>
#include <parlance/local_folder/content_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes = parlance::as_bytes(data, size);
    static_cast<void>(parlance::app::read_manifest(bytes));
    // No fuzzer finds a hash: it is put behind whatever looks like an object.
    if (bytes.empty()) return 0;
    const std::string line(bytes.substr(0, bytes.size() - 1));
    const std::string sum = parlance::local_folder::content_hash_of(line + "}");
    const auto read =
        parlance::app::read_manifest(line + R"(,"manifest_sha256":")" + sum + "\"}\n");
    if (!read) return 0;
    const auto again = parlance::app::read_manifest(parlance::app::manifest_text(*read));
    if (!again || again->blobs.size() != read->blobs.size()) std::abort();
    for (const auto& blob : read->blobs) {
        if (!parlance::local_folder::is_content_hash(blob.hash)) std::abort();
    }
    return 0;
}
