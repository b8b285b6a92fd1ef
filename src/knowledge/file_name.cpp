#include <parlance/knowledge/file_name.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace parlance::knowledge {
namespace {

using ending = std::pair<std::string_view, std::string_view>;
constexpr std::array media_types{
    ending{"csv", "text/csv"},
    ending{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ending{"htm", "text/html"},
    ending{"html", "text/html"},
    ending{"json", "application/json"},
    ending{"markdown", "text/markdown"},
    ending{"md", "text/markdown"},
    ending{"pdf", "application/pdf"},
    ending{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    ending{"rst", "text/x-rst"},
    ending{"tsv", "text/tab-separated-values"},
    ending{"txt", "text/plain"},
    ending{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ending{"xml", "application/xml"}};

/// Control characters, and the marks that turn the direction of writing: "exe.fdp" shown as
/// "pdf.exe".
bool has_control_characters(std::string_view name)
{
    for (std::size_t at = 0; at < name.size(); ++at) {
        const auto byte = static_cast<std::uint8_t>(name[at]);
        if (byte < 0x20 || byte == 0x7F) return true;
        const auto next = at + 1 < name.size() ? static_cast<std::uint8_t>(name[at + 1]) : 0U;
        const auto last = at + 2 < name.size() ? static_cast<std::uint8_t>(name[at + 2]) : 0U;
        if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) return true;
        if (byte != 0xE2) continue;
        const bool is_direction = (next == 0x80 && last >= 0xAA && last <= 0xAE) ||
                                  (next == 0x81 && last >= 0xA6 && last <= 0xA9);
        const bool is_line_end = next == 0x80 && (last == 0xA8 || last == 0xA9);
        if (is_direction || is_line_end) return true;
    }
    return false;
}

}  // namespace

result<std::string> clean_file_name(std::string_view offered)
{
    const std::size_t cut = offered.find_last_of("/\\");
    std::string_view name = cut == std::string_view::npos ? offered : offered.substr(cut + 1);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (name.empty() || name == "." || name == "..") {
        return fail(fault::invalid_request, "The file has no name.");
    }
    if (name.size() > limits::file_name_bytes_max) {
        return fail(fault::invalid_request, "The file name is longer than 255 bytes.");
    }
    if (!is_utf8(name)) return fail(fault::invalid_request, "The file name is not valid UTF-8.");
    if (has_control_characters(name)) {
        return fail(fault::invalid_request, "The file name holds control characters.");
    }
    return std::string(name);
}

std::string_view media_type_of(std::string_view file_name)
{
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return "application/octet-stream";
    std::string lower(file_name.substr(dot + 1));
    for (char& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    for (const auto& [known, media_type] : media_types)
        if (known == lower) return media_type;
    return "application/octet-stream";
}

}  // namespace parlance::knowledge
