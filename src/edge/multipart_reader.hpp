#pragma once

#include <parlance/edge/problem.hpp>
#include <parlance/edge/request.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace parlance::edge {

/// Reads a multipart/form-data body as it arrives: exactly one part, a file in the field `file`.
/// What is held beside the file's bytes is bounded. @source RFC 7578, RFC 2046.
class multipart_reader {
public:
    static constexpr std::size_t part_header_bytes_max = 8 * 1024;

    /// @param content_type  with its boundary.  @errors  400.
    static outcome<multipart_reader> for_type(const std::string& content_type,
                                              std::size_t file_bytes_max);

    /// @param expected  how many bytes will come, when that is known.
    void expect(std::size_t expected);
    /// @errors  400 (malformed, another field, two files), 413.
    outcome<> feed(std::string_view bytes);
    /// The file, when the body was whole.  @errors  400.
    outcome<uploaded_file> finish();

private:
    enum class place { start, headers, content, after_delimiter, end };

    multipart_reader(std::string delimiter, std::size_t file_bytes_max);
    /// Each takes what it can from the held bytes. @return false when more must come first.
    outcome<bool> step();
    outcome<bool> read_start();
    outcome<bool> read_headers();
    outcome<bool> read_content();
    outcome<bool> read_after_delimiter();
    outcome<> begin_part(std::string_view headers);
    outcome<> keep(std::size_t bytes);

    std::string delimiter_;  // CRLF, two dashes, boundary
    std::size_t file_bytes_max_;
    std::size_t expected_ = 0;
    place place_ = place::start;
    std::string held_;
    std::optional<uploaded_file> file_;
};

}  // namespace parlance::edge
