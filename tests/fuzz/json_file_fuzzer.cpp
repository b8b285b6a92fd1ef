#include <parlance/extract/json_reader.hpp>

#include "read_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes = parlance::as_bytes(data, size);
    parlance::check_read(parlance::extract::read_json(bytes));
    parlance::check_read(parlance::extract::read_json_lines(bytes));
    return 0;
}
