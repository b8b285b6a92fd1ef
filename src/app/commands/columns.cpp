#include <parlance/app/commands/columns.hpp>

#include <parlance/foundation/terminal_text.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>

namespace parlance::app {

std::string columns(const std::vector<std::vector<std::string>>& rows)
{
    std::vector<std::vector<std::string>> shown = rows;
    for (auto& row : shown) {
        for (std::string& cell : row) cell = shown_line(cell);
    }
    std::vector<std::size_t> widths;
    for (const auto& row : shown) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t at = 0; at < row.size(); ++at) {
            widths[at] = std::max(widths[at], count_characters(row[at]));
        }
    }
    std::string table;
    for (const auto& row : shown) {
        for (std::size_t at = 0; at < row.size(); ++at) {
            table += row[at];
            if (at + 1 == row.size()) break;
            table.append(widths[at] - count_characters(row[at]) + 2, ' ');
        }
        table += '\n';
    }
    return table;
}

}  // namespace parlance::app
