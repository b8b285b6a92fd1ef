#include <parlance/extract/pdf_reader.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/office_package.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/pdf_layout.hpp>
#include <parlance/extract/pdf_text.hpp>

#include <algorithm>
#include <string>

namespace parlance::extract {
namespace {

error refusal(std::string sentence)
{
    return fail(fault::upstream_rejected, std::move(sentence));
}

bool says(const pdf_program::outcome& outcome, std::string_view what)
{
    return outcome.message.find(what) != std::string::npos;
}

/// Pages up to the first one that was lost, or to the last one with text.
std::size_t pages_with_text(const pdf_layout& layout)
{
    const auto lost = std::find_if(layout.pages.begin(), layout.pages.end(),
                                   [](const pdf_page& page) { return page.is_lost(); });
    auto count = static_cast<std::size_t>(lost - layout.pages.begin());
    while (count > 0 && layout.pages[count - 1].lines.empty()) --count;
    return count;
}

error damaged_after(std::size_t page)
{
    if (page == 0) return refusal("The file is damaged or was cut off.");
    return refusal("The file is damaged after page " + std::to_string(page) + ".");
}

result<> check(const pdf_program::outcome& outcome, const pdf_layout& layout)
{
    if (layout.has_too_many_pages()) return refusal("The file has more pages than can be read.");
    if (layout.is_full()) return refusal("The file holds more text than can be read.");
    const std::size_t read = pages_with_text(layout);
    switch (outcome.end) {
        case pdf_program::ending::out_of_time:
            return refusal("The file takes longer to read than is allowed.");
        case pdf_program::ending::killed:
            if (says(outcome, "memory") || says(outcome, "bad_alloc")) {
                return refusal("The file takes more memory to read than is allowed.");
            }
            return damaged_after(read);
        case pdf_program::ending::failed:
            if (says(outcome, "Incorrect password") || says(outcome, "encrypted")) {
                return refusal("Protected with a password. Remove it and upload the file again.");
            }
            return damaged_after(read);
        case pdf_program::ending::done: break;
    }
    // A damaged file is read as far as it goes; pages that then have nothing are lost ones.
    const bool is_damaged = says(outcome, "Error");
    if (is_damaged && read < layout.pages.size()) return damaged_after(read);
    if (layout.pages.empty()) return damaged_after(0);
    if (read == 0) {
        return refusal(
            "The pages are pictures without text. Upload a version with text recognition.");
    }
    return {};
}

}  // namespace

std::vector<std::string> pdf_program_arguments()
{
    return {"pdftotext", "-bbox-layout",
            "-enc",      "UTF-8",
            "-l",        std::to_string(limits::pages_max + 1),
            "-",         "-"};
}

bool is_pdf(std::string_view bytes)
{
    constexpr std::size_t searched_bytes = 1024;
    return bytes.substr(0, searched_bytes).find("%PDF-") != std::string_view::npos;
}

result<document_text> read_pdf(std::string_view bytes, pdf_program& with)
{
    pdf_layout layout;
    const auto outcome = with.run(bytes, [&layout](std::string_view piece) {
        layout.feed(piece);
        return !layout.is_full();
    });
    if (auto good = check(outcome, layout); !good) return good.error();
    outline out;
    if (is_sensible_title(one_line(layout.title))) out.title(layout.title);
    write_pages(layout.pages, out);
    if (out.is_full()) return refusal("The file holds more text than can be read.");
    return out.finish();
}

}  // namespace parlance::extract
