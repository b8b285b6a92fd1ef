#include <parlance/knowledge/file_name.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace parlance::knowledge {
namespace {

constexpr std::string_view docx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view pptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
constexpr std::string_view xlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view pdf = "application/pdf";
constexpr std::string_view unknown = "application/octet-stream";

using ending = std::pair<std::string_view, std::string_view>;
constexpr std::array media_types{ending{"adoc", "text/x-asciidoc"},
                                 ending{"bash", "text/x-sh"},
                                 ending{"bat", "text/x-bat"},
                                 ending{"c", "text/x-c"},
                                 ending{"cc", "text/x-c++"},
                                 ending{"cfg", "text/plain"},
                                 ending{"cmake", "text/x-cmake"},
                                 ending{"conf", "text/plain"},
                                 ending{"cpp", "text/x-c++"},
                                 ending{"cs", "text/x-csharp"},
                                 ending{"css", "text/css"},
                                 ending{"csv", "text/csv"},
                                 ending{"cxx", "text/x-c++"},
                                 ending{"diff", "text/x-diff"},
                                 ending{"docx", docx},
                                 ending{"go", "text/x-go"},
                                 ending{"h", "text/x-c"},
                                 ending{"hpp", "text/x-c++"},
                                 ending{"htm", "text/html"},
                                 ending{"html", "text/html"},
                                 ending{"hxx", "text/x-c++"},
                                 ending{"ini", "text/plain"},
                                 ending{"java", "text/x-java"},
                                 ending{"js", "text/javascript"},
                                 ending{"json", "application/json"},
                                 ending{"jsonl", "application/json"},
                                 ending{"jsx", "text/javascript"},
                                 ending{"kt", "text/x-kotlin"},
                                 ending{"log", "text/plain"},
                                 ending{"lua", "text/x-lua"},
                                 ending{"markdown", "text/markdown"},
                                 ending{"md", "text/markdown"},
                                 ending{"mjs", "text/javascript"},
                                 ending{"pdf", pdf},
                                 ending{"php", "text/x-php"},
                                 ending{"pl", "text/x-perl"},
                                 ending{"pptx", pptx},
                                 ending{"properties", "text/plain"},
                                 ending{"ps1", "text/x-powershell"},
                                 ending{"py", "text/x-python"},
                                 ending{"r", "text/x-r"},
                                 ending{"rb", "text/x-ruby"},
                                 ending{"rs", "text/x-rust"},
                                 ending{"rst", "text/x-rst"},
                                 ending{"scala", "text/x-scala"},
                                 ending{"sh", "text/x-sh"},
                                 ending{"sql", "text/x-sql"},
                                 ending{"svg", "image/svg+xml"},
                                 ending{"swift", "text/x-swift"},
                                 ending{"tex", "text/x-tex"},
                                 ending{"text", "text/plain"},
                                 ending{"toml", "text/x-toml"},
                                 ending{"ts", "text/x-typescript"},
                                 ending{"tsv", "text/tab-separated-values"},
                                 ending{"tsx", "text/x-typescript"},
                                 ending{"txt", "text/plain"},
                                 ending{"xhtml", "text/html"},
                                 ending{"xlsx", xlsx},
                                 ending{"xml", "application/xml"},
                                 ending{"yaml", "text/x-yaml"},
                                 ending{"yml", "text/x-yaml"}};

/// Of a character of three bytes, the first of them E2: a mark or sign of direction, or a line end.
bool is_unwanted_sign(unsigned second, unsigned third)
{
    const bool is_mark = second == 0x80 && (third == 0x8E || third == 0x8F);
    const bool is_direction = (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
                              (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    const bool is_line_end = second == 0x80 && (third == 0xA8 || third == 0xA9);
    return is_mark || is_direction || is_line_end;
}

/// How many bytes from `at` on are a control character, or a sign that turns the direction of
/// writing ("exe.fdp" shown as "pdf.exe") or ends a line; 0 when it is none.
std::size_t unwanted_bytes(std::string_view name, std::size_t at)
{
    const auto byte = [name, at](std::size_t plus) {
        return at + plus < name.size() ? static_cast<std::uint8_t>(name[at + plus]) : 0U;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) <= 0x9F) return 2;
    return byte(0) == 0xE2 && is_unwanted_sign(byte(1), byte(2)) ? 3 : 0;
}

std::string without_unwanted(std::string_view name)
{
    std::string clean;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t unwanted = unwanted_bytes(name, at);
        if (unwanted == 0) clean += name[at];
        at += unwanted == 0 ? 1 : unwanted;
    }
    return clean;
}

std::string_view without_spaces_around(std::string_view name)
{
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    return name;
}

/// The start of a long name and its ending, which says what it is.
std::string shortened(std::string_view name)
{
    if (name.size() <= limits::file_name_bytes_max) return std::string(name);
    constexpr std::size_t ending_bytes_max = 16;
    const std::size_t dot = name.rfind('.');
    const bool has_ending = dot != std::string_view::npos && name.size() - dot <= ending_bytes_max;
    const std::string_view last = has_ending ? name.substr(dot) : std::string_view();
    const std::size_t room = limits::file_name_bytes_max - last.size();
    return std::string(name.substr(0, floor_to_character(name, room))).append(last);
}

}  // namespace

result<std::string> clean_file_name(std::string_view offered)
{
    if (!is_utf8(offered)) {
        return fail(fault::invalid_request, "The file name is not valid UTF-8.");
    }
    const std::size_t cut = offered.find_last_of("/\\");
    const std::string last =
        without_unwanted(cut == std::string_view::npos ? offered : offered.substr(cut + 1));
    const std::string_view name = without_spaces_around(last);
    if (name.empty() || name == "." || name == "..") {
        return fail(fault::invalid_request, "The file has no name.");
    }
    return shortened(name);
}

std::string_view media_type_of(std::string_view file_name)
{
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos) return unknown;
    std::string lower(file_name.substr(dot + 1));
    for (char& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    for (const auto& [known, media_type] : media_types)
        if (known == lower) return media_type;
    return unknown;
}

std::string_view name_of(page_kind kind)
{
    switch (kind) {
        case page_kind::page: return "page";
        case page_kind::slide: return "slide";
        case page_kind::part: break;
    }
    return "part";
}

page_kind page_kind_of(std::string_view media_type)
{
    if (media_type == pdf) return page_kind::page;
    if (media_type == pptx) return page_kind::slide;
    return page_kind::part;
}

}  // namespace parlance::knowledge
