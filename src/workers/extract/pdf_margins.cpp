#include <parlance/extract/pdf_margins.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace parlance::extract {
namespace {

constexpr float margin_share = 0.09F;  // of the height of the page, above and below
constexpr std::size_t margin_lines_max = 8;
constexpr std::size_t pages_min = 3;

bool is_in_margin(const pdf_line& line, const pdf_page& page)
{
    return line.bottom < page.height * margin_share || line.top > page.height * (1 - margin_share);
}

/// "Introduction . . . . . . 3"
bool has_leaders(const pdf_line& line)
{
    return line.text.find(". . . .") != std::string::npos ||
           line.text.find("......") != std::string::npos;
}

std::string exact_key_of(const pdf_line& line)
{
    return std::to_string(std::lround(line.top / 6)) + "=" + line.text;
}

/// The same for "Page 3 of 20" on every page: what it says without its numbers, and its height.
std::string key_of(const pdf_line& line)
{
    std::string key = std::to_string(std::lround(line.top / 6)) + ":";
    for (const char letter : line.text) {
        const bool is_digit = letter >= '0' && letter <= '9';
        if (!is_digit) key += letter;
        else if (key.back() != '#') key += '#';
    }
    return key;
}

std::vector<std::size_t> margin_lines(const pdf_page& page)
{
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < page.lines.size() && found.size() <= margin_lines_max; ++at) {
        if (is_in_margin(page.lines[at], page)) found.push_back(at);
    }
    // More than a few lines are text that begins high up.
    if (found.size() > margin_lines_max) found.clear();
    return found;
}

/// A line with leaders, and the number in front of it.
void remove_contents(pdf_page& page)
{
    std::unordered_set<long> heights;
    for (const pdf_line& line : page.lines)
        if (has_leaders(line)) heights.insert(std::lround(line.bottom));
    if (heights.empty()) return;
    const auto is_part = [&heights](const pdf_line& line) {
        return has_leaders(line) || heights.contains(std::lround(line.bottom));
    };
    page.lines.erase(std::remove_if(page.lines.begin(), page.lines.end(), is_part),
                     page.lines.end());
}

/// How many pages have a line, by its keys.
using page_counts = std::unordered_map<std::string, std::size_t>;

/// The lines of a page that stand on enough others too, by place, rising.
/// @param share  how many pages are enough when only the numbers in it differ.
std::vector<std::size_t> repeated_lines(const pdf_page& page, const page_counts& pages_with,
                                        std::size_t share)
{
    std::vector<std::size_t> repeated;
    for (const std::size_t at : margin_lines(page)) {
        if (pages_with.at(key_of(page.lines[at])) >= share ||
            pages_with.at(exact_key_of(page.lines[at])) >= pages_min) {
            repeated.push_back(at);
        }
    }
    return repeated;
}

}  // namespace

void remove_margins(std::vector<pdf_page>& pages)
{
    for (pdf_page& page : pages) remove_contents(page);
    if (pages.size() < pages_min) return;
    page_counts pages_with;
    for (const pdf_page& page : pages) {
        for (const std::size_t at : margin_lines(page)) {
            ++pages_with[key_of(page.lines[at])];
            ++pages_with[exact_key_of(page.lines[at])];
        }
    }
    // Left and right pages may differ: two in five are enough.
    const std::size_t share = std::max(pages_min, (pages.size() * 2 + 4) / 5);
    for (pdf_page& page : pages) {
        std::vector<std::size_t> repeated = repeated_lines(page, pages_with, share);
        if (repeated.size() == page.lines.size()) continue;
        for (; !repeated.empty(); repeated.pop_back()) {
            page.lines.erase(page.lines.begin() + static_cast<std::ptrdiff_t>(repeated.back()));
        }
    }
}

}  // namespace parlance::extract
