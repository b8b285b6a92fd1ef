// What pdftotext writes is not believed either: the program has just read a stranger's file.
#include <parlance/extract/pdf_reader.hpp>

#include "read_text.hpp"

namespace {

class given_output : public parlance::extract::pdf_program {
public:
    explicit given_output(std::string_view output) : output_(output) {}

    outcome run(std::string_view /*bytes*/,
                const std::function<bool(std::string_view)>& take) override
    {
        const std::size_t half = output_.size() / 2;
        if (take(output_.substr(0, half))) take(output_.substr(half));
        return {ending::done, {}};
    }

private:
    std::string_view output_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    given_output program(parlance::as_bytes(data, size));
    parlance::check_read(parlance::extract::read_pdf("%PDF-1.4", program));
    return 0;
}
