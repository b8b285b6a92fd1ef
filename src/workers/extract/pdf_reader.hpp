#pragma once

#include <parlance/extract/document_text.hpp>
#include <parlance/foundation/error.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace parlance::extract {

/// The program that takes the text out of a PDF; it runs in a jail of its own.
class pdf_program {
public:
    virtual ~pdf_program() = default;

    enum class ending { done, failed, out_of_time, killed };
    struct outcome {
        ending end = ending::killed;
        std::string message;  // what it wrote about problems
    };
    /// Gives it the bytes, and to `take` what it writes, until that returns false.
    virtual outcome run(std::string_view bytes,
                        const std::function<bool(std::string_view)>& take) = 0;
};

/// How pdftotext is called for what read_pdf understands.
std::vector<std::string> pdf_program_arguments();

/// True when the bytes begin as a PDF does, perhaps after some others.
bool is_pdf(std::string_view bytes);

/// The text of each page. Lines in larger letters make the paths, the running titles and numbers of
/// the pages are left out, words that were divided at the end of a line are joined.
/// @errors  upstream_rejected with a sentence for people.
result<document_text> read_pdf(std::string_view bytes, pdf_program& with);

}  // namespace parlance::extract
