#include <parlance/extract/pdf_text.hpp>

#include <parlance/extract/pdf_margins.hpp>
#include <parlance/extract/pdf_tables.hpp>
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
    return static_cast<height>(std::lround(line.letter_height * 4));
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

std::size_t letters_in(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               static_cast<std::uint8_t>(letter) >= 0x80;
    }));
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
        return height_of(line) * 100 > body_ * 112 && letters_in(line.text) >= 2 &&
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
        const std::vector<pdf_table> tables = tables_on(page);
        std::vector<const pdf_table*> of(page.lines.size(), nullptr);
        for (const pdf_table& table : tables)
            for (const std::size_t line : table.lines) of[line] = &table;
        std::size_t at = 0;
        while (at < page.lines.size()) {
            if (of[at] != nullptr) {
                if (of[at]->lines.front() == at) write_table(*of[at]);
                ++at;
                continue;
            }
            std::size_t end = end_of_block(page, at);
            end = static_cast<std::size_t>(
                std::find_if(of.begin() + static_cast<std::ptrdiff_t>(at),
                             of.begin() + static_cast<std::ptrdiff_t>(end),
                             [](const pdf_table* table) { return table != nullptr; }) -
                of.begin());
            write_block(page, at, end);
            at = end;
        }
    }

    void write_table(const pdf_table& table)
    {
        out_.gap();
        for (const std::string& row : table.rows) out_.line(row);
        out_.gap();
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
        float right = 0;
        for (std::size_t at = from; at < to; ++at) right = std::max(right, page.lines[at].right);
        for (std::size_t at = from; at < to; ++at) {
            if (at > from && !page.lines[at].is_after_gap &&
                (begins_item(page.lines[at].text) ||
                 is_break_meant(page.lines[at - 1], page.lines[at], right))) {
                text += '\n';
            }
            join(text, page.lines[at].text);
        }
        if (is_heading(page.lines[from]) && to - from <= heading_lines_max) {
            out_.heading(levels_.at(height_of(page.lines[from])), text);
        } else {
            out_.paragraph(text);
        }
    }

    /// True when the first word of a line had still fitted into the line above it, within the width
    /// of its block: then the break is the writer's.
    static bool is_break_meant(const pdf_line& above, const pdf_line& own, float block_right)
    {
        if (own.text.empty() || above.text.ends_with('-')) return false;
        const std::size_t word = std::min(own.text.find(' '), own.text.size());
        const float letter = (own.right - own.left) / static_cast<float>(own.text.size());
        const float needed = letter * (static_cast<float>(word) * 1.2F + 1);
        return above.right + needed < block_right;
    }

    /// "• text", "- text", "3. text", "b) text"
    static bool begins_item(std::string_view line)
    {
        for (const std::string_view mark : {"\xE2\x80\xA2", "\xE2\x96\xAA", "\xE2\x80\x93 ", "- ",
                                            "* ", "\xE2\x97\x8F", "\xEF\x82\xB7"}) {
            if (line.starts_with(mark)) return true;
        }
        std::size_t at = 0;
        while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
        if (at == 0 && !line.empty() && line[0] >= 'a' && line[0] <= 'z') ++at;
        return at > 0 && at <= 2 && at + 1 < line.size() && line[at + 1] == ' ' &&
               (line[at] == ')' || (line[at] == '.' && line[0] <= '9'));
    }

    static bool begins_small(std::string_view text)
    {
        if (text.empty()) return false;
        if (text.front() >= 'a' && text.front() <= 'z') return true;
        // Small letters of Latin-1 in UTF-8: à to ÿ.
        return text.size() > 1 && text[0] == '\xC3' && static_cast<std::uint8_t>(text[1]) >= 0xA0;
    }

    /// Adds a line to a text; a word that was divided becomes whole.
    static void join(std::string& text, std::string_view line)
    {
        constexpr std::string_view soft_hyphen = "\xC2\xAD";
        if (text.ends_with(soft_hyphen)) {
            text.resize(text.size() - soft_hyphen.size());
        } else if (text.size() > 1 && text.back() == '-' && begins_small(line) &&
                   text[text.size() - 2] != ' ') {
            text.pop_back();
        } else if (!text.empty() && text.back() != '\n') {
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
    remove_margins(pages);
    page_writer(pages, out).write();
}

}  // namespace parlance::extract
