// The first byte chooses the kind, the rest is the archive. The corpus holds archives that are not
// packed, so that the fuzzer can change the XML in them.
#include <parlance/extract/read_document.hpp>

#include "read_text.hpp"

#include <array>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    constexpr std::array names{"a.docx", "a.xlsx", "a.pptx"};
    const std::string_view bytes = parlance::as_bytes(data + 1, size - 1);
    parlance::check_read(parlance::extract::read_document(names.at(data[0] % names.size()), bytes));
    return 0;
}
