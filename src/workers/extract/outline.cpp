#include <parlance/extract/outline.hpp>

#include <parlance/foundation/limits.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace parlance::extract {
namespace {

constexpr std::size_t heading_bytes_max = 300;

std::string folded(std::string_view text)
{
    std::string lower(text);
    for (char& letter : lower)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + ('a' - 'A'));
    return lower;
}

std::string shortened(std::string text)
{
    if (text.size() <= heading_bytes_max) return text;
    std::size_t cut = heading_bytes_max;
    while (cut > 0 && (static_cast<std::uint8_t>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text.resize(cut);
    return text;
}

/// How many bytes of white space or nothing-at-all stand at `at`; 0 = a visible character.
std::size_t gap_at(std::string_view text, std::size_t at)
{
    const auto byte = static_cast<std::uint8_t>(text[at]);
    if (byte <= 0x20 || byte == 0x7F) return 1;
    if (byte == 0xC2 && text.substr(at, 2) == "\xC2\xA0") return 2;  // non-breaking space
    if (byte == 0xE2) {
        const std::string_view three = text.substr(at, 3);
        if (three >= "\xE2\x80\x80" && three <= "\xE2\x80\x8B") return 3;  // en quad … zero width
        if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9" || three == "\xE2\x80\xAF") return 3;
    }
    if (byte == 0xE3 && text.substr(at, 3) == "\xE3\x80\x80") return 3;  // ideographic space
    if (byte == 0xEF && text.substr(at, 3) == "\xEF\xBB\xBF") return 3;  // byte order mark
    return 0;
}

}  // namespace

std::string one_line(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    bool is_pending = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t gap = gap_at(text, at);
        if (gap > 0) {
            is_pending = !clean.empty();
            at += gap;
            continue;
        }
        if (is_pending) clean += ' ';
        is_pending = false;
        clean += text[at++];
    }
    return clean;
}

void outline::title(std::string_view text)
{
    if (document_.title.empty()) document_.title = shortened(one_line(text));
}

void outline::page(std::uint32_t number)
{
    if (page_ == number) return;
    close_block();
    page_ = number;
}

/// Ends the sections of this level and below it. A heading without text would be lost: it is kept
/// as the text of what is above it.
void outline::end_sections(std::size_t level)
{
    close_block();
    while (!open_.empty() && open_.back().level >= level) {
        const open_heading last = std::move(open_.back());
        open_.pop_back();
        if (!last.has_content && document_.title != last.text) add_block(last.text, last.page);
        if (!open_.empty()) open_.back().has_content = true;
    }
}

void outline::heading(std::size_t level, std::string_view text)
{
    std::string clean = shortened(one_line(text));
    if (clean.empty()) return;
    level = std::clamp<std::size_t>(level, 1, level_max);
    end_sections(level);
    if (first_heading_.empty()) first_heading_ = clean;
    bytes_ += clean.size();
    open_.push_back({level, std::move(clean), false, page_});
}

void outline::paragraph(std::string_view text)
{
    std::string clean;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string one = one_line(text.substr(0, end));
        if (!one.empty()) {
            if (!clean.empty()) clean += '\n';
            clean += one;
        }
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    add(std::move(clean), false);
}

void outline::verbatim(std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    for (const char letter : text) {
        const auto byte = static_cast<std::uint8_t>(letter);
        if (letter == '\t') clean += "    ";
        else if (byte >= 0x20 || letter == '\n') clean += letter;
    }
    const std::size_t first = clean.find_first_not_of('\n');
    const std::size_t last = clean.find_last_not_of(" \n");
    if (first == std::string::npos || last == std::string::npos || last < first) return;
    add(clean.substr(first, last + 1 - first), false);
}

void outline::line(std::string_view text)
{
    add(one_line(text), true);
}

void outline::add(const std::string& text, bool is_line)
{
    if (text.empty()) return;
    bytes_ += text.size() + 2;
    if (!text_.empty()) text_ += is_line && is_after_line_ ? "\n" : "\n\n";
    text_ += text;
    is_after_line_ = is_line;
    for (open_heading& above : open_) above.has_content = true;
}

bool outline::is_full() const
{
    return bytes_ > limits::document_text_bytes_max;
}

void outline::add_block(std::string text, std::optional<std::uint32_t> page)
{
    auto headings = path();
    bytes_ += sizeof(text_block);
    for (const std::string& heading : headings) bytes_ += sizeof(std::string) + heading.size();
    document_.blocks.push_back({page, std::move(headings), std::move(text)});
}

void outline::close_block()
{
    if (text_.empty()) return;
    add_block(std::move(text_), page_);
    text_.clear();
    is_after_line_ = false;
}

std::vector<std::string> outline::path() const
{
    std::vector<std::string> texts;
    for (const open_heading& heading : open_) texts.push_back(heading.text);
    return texts;
}

document_text outline::finish()
{
    close_block();
    while (!open_.empty()) {
        const open_heading last = std::move(open_.back());
        open_.pop_back();
        if (last.has_content) continue;
        add_block(last.text, last.page);
        for (open_heading& above : open_) above.has_content = true;
    }
    if (!is_titled_by_heading_) return std::move(document_);
    if (document_.title.empty()) document_.title = first_heading_;
    const std::string title = folded(document_.title);
    for (text_block& block : document_.blocks) {
        if (!block.headings.empty() && folded(block.headings.front()) == title) {
            block.headings.erase(block.headings.begin());
        }
    }
    return std::move(document_);
}

}  // namespace parlance::extract
