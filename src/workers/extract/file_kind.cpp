#include <parlance/extract/file_kind.hpp>

#include <parlance/extract/pdf_reader.hpp>

#include <algorithm>
#include <array>

namespace parlance::extract {
namespace {

struct known_ending {
    std::string_view ending;
    file_kind kind;
};
constexpr std::array known_endings{known_ending{"txt", file_kind::plain_text},
                                   known_ending{"text", file_kind::plain_text},
                                   known_ending{"md", file_kind::markdown},
                                   known_ending{"markdown", file_kind::markdown},
                                   known_ending{"html", file_kind::html},
                                   known_ending{"htm", file_kind::html},
                                   known_ending{"xhtml", file_kind::html},
                                   known_ending{"csv", file_kind::comma_separated},
                                   known_ending{"tsv", file_kind::tab_separated},
                                   known_ending{"xml", file_kind::xml},
                                   known_ending{"json", file_kind::json},
                                   known_ending{"jsonl", file_kind::json_lines},
                                   known_ending{"ndjson", file_kind::json_lines},
                                   known_ending{"rst", file_kind::restructured_text},
                                   known_ending{"pdf", file_kind::pdf},
                                   known_ending{"docx", file_kind::word},
                                   known_ending{"docm", file_kind::word},
                                   known_ending{"pptx", file_kind::presentation},
                                   known_ending{"pptm", file_kind::presentation},
                                   known_ending{"ppsx", file_kind::presentation},
                                   known_ending{"xlsx", file_kind::workbook},
                                   known_ending{"xlsm", file_kind::workbook},
                                   known_ending{"doc", file_kind::old_office},
                                   known_ending{"xls", file_kind::old_office},
                                   known_ending{"ppt", file_kind::old_office}};

constexpr std::array source_endings{
    "c",     "cc",    "cpp",   "cxx", "h",    "hh",    "hpp",  "hxx",  "cs",     "java",
    "kt",    "kts",   "scala", "go",  "rs",   "swift", "py",   "pyi",  "rb",     "php",
    "pl",    "pm",    "lua",   "r",   "jl",   "js",    "jsx",  "mjs",  "cjs",    "ts",
    "tsx",   "vue",   "sql",   "sh",  "bash", "zsh",   "ps1",  "bat",  "m",      "mm",
    "f90",   "hs",    "ml",    "ex",  "exs",  "erl",   "clj",  "dart", "groovy", "gradle",
    "proto", "cmake", "tf",    "vb",  "pas",  "css",   "scss", "less"};
constexpr std::array unreadable_endings{
    "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic",  "ico", "zip", "gz",
    "tgz", "bz2", "xz",   "7z",  "rar", "tar", "exe",  "dll",  "so",    "msi", "iso", "mp3",
    "mp4", "mov", "avi",  "wav", "ogg", "mkv", "bin",  "dat",  "class", "jar", "svg"};

constexpr std::string_view ole_start = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view zip_start = "PK\x03\x04";

error refusal(std::string sentence)
{
    return fail(fault::upstream_rejected, std::move(sentence));
}

std::string_view name_of(file_kind kind)
{
    switch (kind) {
        case file_kind::pdf: return "a PDF";
        case file_kind::word: return "a Word document";
        case file_kind::presentation: return "a presentation";
        case file_kind::workbook: return "a workbook";
        case file_kind::html: return "a page of HTML";
        case file_kind::xml: return "XML";
        case file_kind::json:
        case file_kind::json_lines: return "JSON";
        case file_kind::old_office: return "an Office document";
        default: return "text";
    }
}

error wrong_ending(file_kind kind)
{
    return refusal("This is not " + std::string(name_of(kind)) + ", although its name says so.");
}

/// "EncryptedPackage" as a folder of an OLE file names it, in UTF-16.
bool holds_encrypted_package(std::string_view bytes)
{
    constexpr std::string_view name = "EncryptedPackage";
    std::string wide;
    for (const char letter : name) {
        wide += letter;
        wide += '\0';
    }
    return bytes.find(wide) != std::string_view::npos;
}

result<> check_office(file_kind kind, std::string_view bytes)
{
    if (bytes.starts_with(zip_start)) return {};
    if (!bytes.starts_with(ole_start)) return wrong_ending(kind);
    if (holds_encrypted_package(bytes)) {
        return refusal("Protected with a password. Remove it and upload the file again.");
    }
    const std::string_view better = kind == file_kind::presentation ? "pptx"
                                    : kind == file_kind::workbook   ? "xlsx"
                                                                    : "docx";
    return refusal("This is an Office document of the old kind. Save it as ." +
                   std::string(better) + " and upload that.");
}

result<> check_text(file_kind kind, std::string_view bytes)
{
    constexpr std::array other_starts{zip_start,
                                      ole_start,
                                      std::string_view("%PDF-"),
                                      std::string_view("\x89PNG\r\n"),
                                      std::string_view("\xFF\xD8\xFF"),
                                      std::string_view("GIF8"),
                                      std::string_view("\x7F"
                                                       "ELF"),
                                      std::string_view("\x1F\x8B"),
                                      std::string_view("Rar!\x1A"),
                                      std::string_view("7z\xBC\xAF")};
    for (const std::string_view start : other_starts) {
        if (!bytes.starts_with(start)) continue;
        if (kind == file_kind::unknown) return refusal("This file type cannot be read yet.");
        return wrong_ending(kind);
    }
    return {};
}

}  // namespace

std::string ending_of(std::string_view file_name)
{
    const std::size_t dot = file_name.rfind('.');
    std::string ending(dot == std::string_view::npos ? "" : file_name.substr(dot + 1));
    for (char& letter : ending)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    return ending;
}

file_kind kind_of(std::string_view ending)
{
    for (const known_ending& one : known_endings)
        if (one.ending == ending) return one.kind;
    const auto is_it = [ending](std::string_view one) { return one == ending; };
    if (std::any_of(source_endings.begin(), source_endings.end(), is_it)) {
        return file_kind::source_code;
    }
    if (std::any_of(unreadable_endings.begin(), unreadable_endings.end(), is_it)) {
        return file_kind::unreadable;
    }
    return file_kind::unknown;
}

result<> check_content(file_kind kind, std::string_view bytes)
{
    if (bytes.empty()) return refusal("Empty: there is nothing to read.");
    switch (kind) {
        case file_kind::pdf: return is_pdf(bytes) ? result<>() : result<>(wrong_ending(kind));
        case file_kind::word:
        case file_kind::presentation:
        case file_kind::workbook: return check_office(kind, bytes);
        case file_kind::old_office:
            if (!bytes.starts_with(ole_start)) return wrong_ending(kind);
            if (holds_encrypted_package(bytes)) return check_office(file_kind::word, bytes);
            return refusal(
                "This is an Office document of the old kind. Save it as .docx, .xlsx or .pptx and "
                "upload that.");
        case file_kind::unreadable: return refusal("This file type cannot be read yet.");
        default: return check_text(kind, bytes);
    }
}

}  // namespace parlance::extract
