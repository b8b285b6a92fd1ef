#include <parlance/extract/xml_reader.hpp>

#include "read_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    parlance::check_read(parlance::extract::read_xml(parlance::as_bytes(data, size)));
    return 0;
}
