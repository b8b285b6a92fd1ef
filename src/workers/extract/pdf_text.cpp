#include <parlance/extract/pdf_text.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace parlance::extract {
namespace {

/// Heights of letters in quarters of a point.
using height = int;

height height_of(const pdf_line& line)
{
    return static_cast<height>(std::lround((line.bottom - line.top) * 4));
}

/// The height of most letters.
height body_height(const std::vector<pdf_page>& pages)
{
    std::map<height, std::size_t> letters;
    for (const pdf_page& page : pages)
        for (const pdf_line& line : page.lines) letters[height_of(line)] += line.text.size();
    const auto most = std::max_element(
        letters.begin(), letters.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    return most == letters.end() ? 0 : most->first;
}

bool has_letter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               static_cast<std::uint8_t>(letter) >= 0x80;
    });
}

class page_writer {
public:
    page_writer(const std::vector<pdf_page>& pages, outline& out)
        : pages_(pages), out_(out), body_(body_height(pages))
    {
        find_levels();
    }

    void write()
    {
        for (std::size_t at = 0; at < pages_.size() && !out_.is_full(); ++at) {
            out_.page(static_cast<std::uint32_t>(at + 1));
            write_page(pages_[at]);
        }
    }

private:
    [[nodiscard]] bool is_heading(const pdf_line& line) const
    {
        constexpr std::size_t characters_max = 120;
        return height_of(line) * 100 > body_ * 112 && has_letter(line.text) &&
               count_characters(line.text) <= characters_max;
    }

    /// The larger the letters, the higher the level.
    void find_levels()
    {
        std::map<height, std::size_t, std::greater<>> heights;
        for (const pdf_page& page : pages_)
            for (const pdf_line& line : page.lines)
                if (is_heading(line)) ++heights[height_of(line)];
        std::size_t level = 0;
        height last = 0;
        for (const auto& [points, count] : heights) {
            if (level == 0 || points * 106 < last * 100) ++level;
            last = points;
            levels_[points] = std::min(level, outline::level_max);
        }
    }

    void write_page(const pdf_page& page)
    {
        std::size_t at = 0;
        while (at < page.lines.size()) {
            const std::size_t end = end_of_block(page, at);
            write_block(page, at, end);
            at = end;
        }
    }

    /// Lines of the same block, with letters of the same kind.
    [[nodiscard]] std::size_t end_of_block(const pdf_page& page, std::size_t from) const
    {
        const pdf_line& first = page.lines[from];
        std::size_t end = from + 1;
        while (end < page.lines.size() && page.lines[end].block == first.block &&
               is_heading(page.lines[end]) == is_heading(first)) {
            ++end;
        }
        return end;
    }

    void write_block(const pdf_page& page, std::size_t from, std::size_t to)
    {
        constexpr std::size_t heading_lines_max = 4;
        std::string text;
        for (std::size_t at = from; at < to; ++at) join(text, page.lines[at].text);
        if (is_heading(page.lines[from]) && to - from <= heading_lines_max) {
            out_.heading(levels_.at(height_of(page.lines[from])), text);
        } else {
            out_.paragraph(text);
        }
    }

    /// Adds a line to a text; a word that was divided becomes whole.
    static void join(std::string& text, std::string_view line)
    {
        constexpr std::string_view soft_hyphen = "\xC2\xAD";
        const bool is_small = !line.empty() && line.front() >= 'a' && line.front() <= 'z';
        if (text.ends_with(soft_hyphen)) {
            text.resize(text.size() - soft_hyphen.size());
        } else if (text.size() > 1 && text.back() == '-' && is_small && text[text.size() - 2] != ' ') {
            text.pop_back();
        } else if (!text.empty()) {
            text += ' ';
        }
        text += line;
    }

    const std::vector<pdf_page>& pages_;
    outline& out_;
    height body_;
    std::map<height, std::size_t> levels_;
};

}  // namespace

void write_pages(std::vector<pdf_page>& pages, outline& out)
{
    page_writer(pages, out).write();
}

}  // namespace parlance::extract
