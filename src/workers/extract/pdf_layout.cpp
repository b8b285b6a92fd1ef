#include <parlance/extract/pdf_layout.hpp>

#include <parlance/extract/extract_limits.hpp>
#include <parlance/extract/lines.hpp>
#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace parlance::extract {
namespace {

float number_of(std::string_view line, std::string_view name)
{
    const std::size_t found = line.find(name);
    if (found == std::string_view::npos) return 0;
    const std::string_view from = line.substr(found + name.size());
    float number = 0;
    const auto read = std::from_chars(from.data(), from.data() + from.size(), number);
    constexpr float most = 1e6F;
    return read.ec == std::errc() && number > -most && number < most ? number : 0;
}

/// The text between the first > and the last <, its five entities resolved.
std::string content_of(std::string_view line)
{
    const std::size_t from = std::min(line.find('>'), line.size());
    const std::size_t to = line.rfind('<');
    if (to == std::string_view::npos || to <= from) return {};
    line = line.substr(from + 1, to - from - 1);
    struct entity {
        std::string_view name;
        char letter;
    };
    constexpr std::array entities{entity{"&amp;", '&'}, entity{"&lt;", '<'}, entity{"&gt;", '>'},
                                  entity{"&quot;", '"'}, entity{"&apos;", '\''}};
    std::string text;
    text.reserve(line.size());
    while (!line.empty()) {
        const auto known = std::find_if(entities.begin(), entities.end(), [&](const entity& one) {
            return line.starts_with(one.name);
        });
        text += known == entities.end() ? line.front() : known->letter;
        line.remove_prefix(known == entities.end() ? 1 : known->name.size());
    }
    return is_utf8(text) ? text : std::string();
}

}  // namespace

bool pdf_layout::is_full() const
{
    return bytes_ > limits::document_text_bytes_max || has_too_many_pages();
}

bool pdf_layout::has_too_many_pages() const
{
    return pages.size() > limits::pages_max;
}

void pdf_layout::feed(std::string_view bytes)
{
    constexpr std::size_t line_bytes_max = 1024 * 1024;  // a word that long is none
    while (!bytes.empty() && !is_full()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            if (rest_.size() < line_bytes_max) rest_ += bytes;
            return;
        }
        if (rest_.empty()) {
            take(bytes.substr(0, end));
        } else {
            rest_ += bytes.substr(0, end);
            take(std::exchange(rest_, {}));
        }
        bytes.remove_prefix(end + 1);
    }
}

void pdf_layout::take(std::string_view line)
{
    line = trimmed(line);
    if (line.starts_with("<word ")) return take_word(line);
    if (line.starts_with("<title>") && pages.empty()) title = content_of(line);
    if (line.starts_with("<page ")) {
        bytes_ += sizeof(pdf_page);
        block_ = 0;
        pages.push_back({number_of(line, "width=\""), number_of(line, "height=\""), {}});
    }
    // A page that could not be read has no size, and the text of the page before it.
    if (pages.empty() || pages.back().is_lost()) return;
    if (line.starts_with("<block ")) ++block_;
    if (line.starts_with("<line ")) {
        bytes_ += sizeof(pdf_line);
        pages.back().lines.push_back({number_of(line, "xMin=\""),
                                      number_of(line, "yMin=\""),
                                      number_of(line, "xMax=\""),
                                      number_of(line, "yMax=\""),
                                      block_,
                                      false,
                                      0,
                                      {}});
    }
}

void pdf_layout::take_word(std::string_view line)
{
    if (pages.empty() || pages.back().lines.empty() || pages.back().is_lost()) return;
    auto& lines = pages.back().lines;
    const std::string word = content_of(line);
    if (word.empty()) return;
    const float left = number_of(line, "xMin=\"");
    const float right = number_of(line, "xMax=\"");
    const float height = number_of(line, "yMax=\"") - number_of(line, "yMin=\"");
    if (!lines.back().text.empty() && left - word_end_ > height) {
        bytes_ += sizeof(pdf_line);
        pdf_line part = lines.back();
        lines.back().right = word_end_;
        part.left = left;
        part.is_after_gap = true;
        part.letter_height = 0;
        part.text.clear();
        lines.push_back(std::move(part));
    }
    std::string& text = lines.back().text;
    const auto before = static_cast<float>(text.size());
    const auto added = static_cast<float>(word.size());
    lines.back().letter_height =
        (lines.back().letter_height * before + height * added) / (before + added);
    if (!text.empty()) text += ' ';
    text += word;
    bytes_ += word.size() + 1;
    word_end_ = right;
    lines.back().right = std::max(right, left);
}

}  // namespace parlance::extract
