#include <parlance/extract/decode.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <iconv.h>
#include <memory>
#include <optional>

namespace parlance::extract {
namespace {

constexpr std::size_t sniffed_bytes_max = 256 * 1024;  // uchardet needs no more, and is slow
constexpr std::string_view fallback_encoding = "WINDOWS-1252";

struct byte_order_mark {
    std::string_view bytes;
    const char* encoding;
};
constexpr std::array marks{byte_order_mark{"\xEF\xBB\xBF", "UTF-8"},
                           byte_order_mark{std::string_view("\xFF\xFE\0\0", 4), "UTF-32LE"},
                           byte_order_mark{std::string_view("\0\0\xFE\xFF", 4), "UTF-32BE"},
                           byte_order_mark{"\xFF\xFE", "UTF-16LE"},
                           byte_order_mark{"\xFE\xFF", "UTF-16BE"}};

error not_text()
{
    return fail(fault::upstream_rejected, "The file is not text.");
}

class converter {
public:
    explicit converter(const std::string& encoding) : handle_(iconv_open("UTF-8", encoding.c_str()))
    {
    }
    converter(const converter&) = delete;
    converter& operator=(const converter&) = delete;
    ~converter()
    {
        if (is_open()) iconv_close(handle_);
    }
    // iconv's own way to say that it failed.  NOLINTNEXTLINE(*-reinterpret-cast,*-int-to-ptr)
    [[nodiscard]] bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

    /// Bytes that mean nothing in the encoding become U+FFFD.
    std::string convert(std::string_view bytes)
    {
        std::string text;
        text.reserve(bytes.size() + bytes.size() / 4);
        // iconv only reads it.  NOLINTNEXTLINE(*-const-cast)
        char* from = const_cast<char*>(bytes.data());
        std::size_t left = bytes.size();
        std::array<char, 16 * 1024> room{};
        while (left > 0 && text.size() <= limits::document_text_bytes_max) {
            char* to = room.data();
            std::size_t free = room.size();
            const std::size_t done = iconv(handle_, &from, &left, &to, &free);
            const int cause = errno;
            text.append(room.data(), room.size() - free);
            if (done != static_cast<std::size_t>(-1) || cause == E2BIG) continue;
            text += "\xEF\xBF\xBD";
            ++from;
            --left;
        }
        return text;
    }

private:
    iconv_t handle_;
};

/// UTF-16 without a mark shows as every other byte being zero.
std::optional<std::string> utf16_without_mark(std::string_view bytes)
{
    const std::string_view start = bytes.substr(0, 4096);
    std::array<std::size_t, 2> zeros{0, 0};
    for (std::size_t at = 0; at < start.size(); ++at)
        if (start[at] == '\0') ++zeros[at % 2];
    const std::size_t most = start.size() / 2;
    if (most < 2) return std::nullopt;
    if (zeros[1] * 10 > most * 7 && zeros[0] * 20 < most) return "UTF-16LE";
    if (zeros[0] * 10 > most * 7 && zeros[1] * 20 < most) return "UTF-16BE";
    return std::nullopt;
}

/// Text that was meant as UTF-8; bytes that are none become U+FFFD.
std::string repaired(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(bytes.substr(at, length))) ++length;
        const bool is_character = length <= 4 && at + length <= bytes.size();
        text += is_character ? bytes.substr(at, length) : std::string_view("\xEF\xBF\xBD");
        at += is_character ? length : 1;
    }
    return text;
}

bool holds_zeros(std::string_view bytes)
{
    return bytes.substr(0, sniffed_bytes_max).find('\0') != std::string_view::npos;
}

std::string detected(std::string_view bytes)
{
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
    if (!detector) return std::string(fallback_encoding);
    const std::string_view start = bytes.substr(0, sniffed_bytes_max);
    if (uchardet_handle_data(detector.get(), start.data(), start.size()) != 0) {
        return std::string(fallback_encoding);
    }
    uchardet_data_end(detector.get());
    std::string name = uchardet_get_charset(detector.get());
    // A byte of Windows-1252 is in every text that calls itself Latin-1, never the other way round.
    if (name.empty() || name == "ASCII" || name == "ISO-8859-1") name = fallback_encoding;
    return name;
}

bool is_encoding_name(std::string_view name)
{
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == ':';
    });
}

std::string encoding_of(std::string_view bytes, std::string_view declared)
{
    if (is_encoding_name(declared)) {
        std::string name(declared);
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        if (name == "ISO-8859-1" || name == "LATIN1") return std::string(fallback_encoding);
        // A page that says UTF-8 or UTF-16 and is not is believed no further.
        if (!name.starts_with("UTF") && converter(name).is_open()) return name;
    }
    std::string name = detected(bytes);
    return converter(name).is_open() ? name : std::string(fallback_encoding);
}

/// Line ends to \n, form feeds to empty lines. Text with many control characters is none.
result<std::string> cleaned(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    std::size_t controls = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        const auto byte = static_cast<std::uint8_t>(letter);
        if (letter == '\0') return not_text();
        if (letter == '\r') {
            if (at + 1 >= text.size() || text[at + 1] != '\n') clean += '\n';
        } else if (letter == '\f') {
            clean += "\n\n";
        } else if (byte < 0x20 && letter != '\n' && letter != '\t') {
            ++controls;
        } else if (byte != 0x7F) {
            clean += letter;
        }
    }
    constexpr std::size_t share = 50;  // one in fifty
    if (controls * share > text.size()) return not_text();
    return clean;
}

/// The encoding that the first bytes show, or nothing. A mark is cut off.
std::string encoding_shown(std::string_view& bytes)
{
    for (const byte_order_mark& mark : marks) {
        if (!bytes.starts_with(mark.bytes)) continue;
        bytes.remove_prefix(mark.bytes.size());
        return mark.encoding;
    }
    return utf16_without_mark(bytes).value_or(std::string());
}

/// Bytes of a known or guessed encoding as UTF-8.
result<std::string> as_utf8(std::string_view bytes, std::string encoding, std::string_view declared)
{
    const bool may_be_utf8 = encoding.empty() || encoding == "UTF-8";
    if (may_be_utf8 && is_utf8(bytes)) return std::string(bytes);
    if (may_be_utf8 && holds_zeros(bytes)) return not_text();
    if (encoding.empty()) encoding = encoding_of(bytes, declared);
    std::string text;
    if (encoding == "UTF-8") {
        text = bytes;
    } else {
        converter convert(encoding);
        if (!convert.is_open()) return not_text();
        text = convert.convert(bytes);
    }
    // A few broken bytes do not make a text unreadable; iconv lets some of them through.
    return is_utf8(text) ? text : repaired(text);
}

}  // namespace

result<std::string> decode(std::string_view bytes, std::string_view declared)
{
    if (is_blank(bytes)) return fail(fault::upstream_rejected, "Empty: there is nothing to read.");
    std::string encoding = encoding_shown(bytes);
    auto text = as_utf8(bytes, std::move(encoding), declared);
    if (!text) return text.error();
    if (text->size() > limits::document_text_bytes_max) {
        return fail(fault::upstream_rejected, "The file holds more text than can be read.");
    }
    if (is_blank(*text)) return fail(fault::upstream_rejected, "Empty: there is nothing to read.");
    return cleaned(*text);
}

}  // namespace parlance::extract
