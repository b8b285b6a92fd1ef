#pragma once

#include <parlance/foundation/call_scope.hpp>
#include <parlance/foundation/error.hpp>
#include <parlance/foundation/task.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parlance::knowledge {

/// A run of text under one heading path, on one page where the format has pages.
struct extracted_block {
    std::optional<std::int64_t> page;
    std::vector<std::string> headings;  // outermost first
    std::string text;                   // UTF-8; paragraphs separated by an empty line
};

struct extracted_text {
    std::string title;  // empty when the document names none
    std::vector<extracted_block> blocks;
};

/// Turns a file into text, outside of this process. Implemented by child_process.
class extractor {
public:
    virtual ~extractor() = default;
    /// @errors  upstream_rejected: the file cannot be read; `detail` is a sentence for people.
    ///          deadline_exceeded, overloaded, internal.
    virtual task<result<extracted_text>> extract(call_scope scope, std::string file_name,
                                                 std::string bytes) = 0;
};

}  // namespace parlance::knowledge
