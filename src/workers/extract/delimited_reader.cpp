#include <parlance/extract/delimited_reader.hpp>

#include <parlance/extract/decode.hpp>
#include <parlance/extract/outline.hpp>
#include <parlance/extract/table_lines.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace parlance::extract {
namespace {

constexpr std::size_t columns_max = 1'000;  // a wider row is cut
constexpr std::size_t sniffed_rows = 20;

/// Reads rows one after the other.
class row_reader {
public:
    row_reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    /// @return false at the end.
    bool next(std::vector<std::string>& row)
    {
        row.clear();
        if (at_ >= text_.size()) return false;
        std::string value;
        bool is_row_open = true;
        while (is_row_open) {
            value.clear();
            read_value(value);
            is_row_open = at_ < text_.size() && text_[at_] == separator_;
            if (row.size() < columns_max) row.push_back(one_line(value));
            if (at_ < text_.size()) ++at_;  // the separator or line end
        }
        return true;
    }

private:
    void read_value(std::string& value)
    {
        while (at_ < text_.size() && text_[at_] == ' ' && separator_ != ' ') ++at_;
        if (at_ < text_.size() && text_[at_] == '"') {
            const std::size_t from = at_;
            if (read_quoted(value)) return;
            at_ = from;  // a quote that nothing closes is a letter
            value.clear();
        }
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
            value += text_[at_++];
        }
    }

    bool read_quoted(std::string& value)
    {
        constexpr std::size_t value_bytes_max = 1024 * 1024;  // bounds the search for the end
        for (++at_; at_ < text_.size() && value.size() < value_bytes_max; ++at_) {
            if (text_[at_] != '"') {
                value += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                value += '"';
                ++at_;
            } else {
                ++at_;
                while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
                    value += text_[at_++];
                }
                return true;
            }
        }
        return false;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
};

/// The separator that gives the most columns, the same number in most rows.
char sniffed_separator(std::string_view text)
{
    constexpr std::size_t sniffed_bytes = 64 * 1024;
    char best = ',';
    double best_score = 0;
    for (const char separator : {',', ';', '\t', '|'}) {
        row_reader reader(text.substr(0, sniffed_bytes), separator);
        std::vector<std::string> row;
        std::vector<std::size_t> columns;
        while (columns.size() < sniffed_rows && reader.next(row)) {
            if (row.size() > 1 || !row[0].empty()) columns.push_back(row.size());
        }
        if (columns.empty() || columns[0] < 2) continue;
        const auto same = std::count(columns.begin(), columns.end(), columns[0]);
        const double share = static_cast<double>(same) / static_cast<double>(columns.size());
        const double score =
            share * share * static_cast<double>(std::min<std::size_t>(columns[0], 20));
        if (score > best_score) {
            best = separator;
            best_score = score;
        }
    }
    return best;
}

bool is_number_like(std::string_view value)
{
    return !value.empty() && value.find_first_of("0123456789") != std::string_view::npos &&
           value.find_first_not_of("0123456789.,:-+/% ") == std::string_view::npos;
}

/// Names of columns are words, each there and each another.
bool is_header(const std::vector<std::string>& row)
{
    const std::set<std::string> unique(row.begin(), row.end());
    return unique.size() == row.size() &&
           std::none_of(row.begin(), row.end(), [](const std::string& value) {
               return value.empty() || is_number_like(value);
           });
}

}  // namespace

result<document_text> read_delimited(std::string_view bytes, char name_says)
{
    const auto text = decode(bytes, {});
    if (!text) return text.error();
    const char separator = name_says != 0 ? name_says : sniffed_separator(*text);

    row_reader reader(*text, separator);
    outline out;
    std::vector<std::string> headers;
    std::vector<std::string> row;
    std::size_t rows = 0;
    while (reader.next(row)) {
        const bool is_blank_row =
            std::all_of(row.begin(), row.end(), [](const auto& value) { return value.empty(); });
        if (is_blank_row) continue;
        if (rows++ == 0 && row.size() > 1 && is_header(row)) {
            for (const std::string& name : row) headers.push_back(column_name(name));
            continue;
        }
        out.line(record_line(headers, row));
        if (out.is_full()) {
            return fail(fault::upstream_rejected, "The file holds more text than can be read.");
        }
    }
    if (rows == 1 && !headers.empty()) out.line(record_line({}, headers));
    return out.finish();
}

}  // namespace parlance::extract
