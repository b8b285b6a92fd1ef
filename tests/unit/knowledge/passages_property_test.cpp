#include <parlance/knowledge/passages.hpp>

#include <parlance/foundation/limits.hpp>
#include <parlance/foundation/text.hpp>

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace parlance::knowledge {
namespace {

/// Blocks as readers make them, from a seed: paragraphs, lists, tables, text without spaces.
class random_document {
public:
    explicit random_document(unsigned seed) : random_(seed) {}

    std::vector<extracted_block> blocks()
    {
        std::vector<extracted_block> made(1 + number(6));
        for (extracted_block& block : made) {
            if (number(3) > 0) block.page = 1 + static_cast<std::int64_t>(number(3));
            for (std::size_t depth = number(3); depth > 0; --depth)
                block.headings.push_back("Heading " + std::to_string(number(4)));
            const std::size_t parts = number(9);
            for (std::size_t part = 0; part < parts; ++part) {
                if (!block.text.empty()) block.text += "\n\n";
                block.text += paragraph();
            }
        }
        return made;
    }
    [[nodiscard]] const std::set<std::string>& rows() const { return rows_; }

private:
    std::size_t number(std::size_t below) { return random_() % below; }

    std::string words(std::size_t count)
    {
        std::string text;
        for (std::size_t word = 0; word < count; ++word)
            text += (word > 0 ? " w" : "w") + std::to_string(number(5'000));
        return text;
    }

    std::string paragraph()
    {
        std::string text;
        switch (number(5)) {
            case 0:
                for (std::size_t row = number(120); row > 0; --row) {
                    const std::string line = "name: " + words(1 + number(3)) +
                                             "; price: " + std::to_string(number(900)) +
                                             ".5; note: ends. So " + words(1 + number(20));
                    rows_.insert(line);
                    text += line + (row > 1 ? "\n" : "");
                }
                return text;
            case 1:
                for (std::size_t item = number(40); item > 0; --item)
                    text += "- " + words(1 + number(30)) + (item > 1 ? "\n" : "");
                return text;
            case 2:
                for (std::size_t letter = number(3'000); letter > 0; --letter)
                    text += number(40) == 0 ? "。" : "漢";
                return text;
            case 3: return words(number(1'500));  // a sentence without end
            default:
                for (std::size_t sentence = number(60); sentence > 0; --sentence)
                    text += "Then " + words(1 + number(40)) + (sentence > 1 ? ". " : ".");
                return text;
        }
    }

    std::mt19937 random_;
    std::set<std::string> rows_;
};

std::string without_space(const std::string& text)
{
    std::string kept;
    for (const char letter : text)
        if (letter != ' ' && letter != '\n') kept += letter;
    return kept;
}

class passages_property : public testing::TestWithParam<unsigned> {};

TEST_P(passages_property, given_any_blocks_when_cut_then_all_text_is_kept_in_order)
{
    const auto blocks = random_document(GetParam()).blocks();

    std::string kept;
    for (const cut_passage& passage : cut_passages(blocks)) kept += without_space(passage.text);

    std::string all;
    for (const extracted_block& block : blocks) all += without_space(block.text);
    EXPECT_EQ(kept, all);
}

TEST_P(passages_property, given_any_blocks_when_cut_then_within_the_limits)
{
    const auto blocks = random_document(GetParam()).blocks();

    for (const cut_passage& passage : cut_passages(blocks)) {
        EXPECT_LE(count_words(passage.text), limits::passage_words_max);
        EXPECT_LE(passage.text.size(), limits::passage_bytes_max);
        EXPECT_TRUE(is_utf8(passage.text));
        EXPECT_FALSE(is_blank(passage.text));
    }
}

TEST_P(passages_property, given_tables_when_cut_then_no_row_is_cut)
{
    random_document from(GetParam());
    const auto blocks = from.blocks();

    std::set<std::string> lines;
    for (const cut_passage& passage : cut_passages(blocks)) {
        std::size_t at = 0;
        while (at <= passage.text.size()) {
            const std::size_t end = std::min(passage.text.find('\n', at), passage.text.size());
            lines.insert(passage.text.substr(at, end - at));
            at = end + 1;
        }
    }
    for (const std::string& row : from.rows()) EXPECT_TRUE(lines.contains(row)) << row;
}

TEST_P(passages_property, given_headings_and_pages_when_cut_then_no_passage_crosses_them)
{
    const auto blocks = random_document(GetParam()).blocks();
    std::size_t at = 0;
    std::string left = without_space(blocks[0].text);

    for (const cut_passage& passage : cut_passages(blocks)) {
        const std::string text = without_space(passage.text);
        std::size_t taken = 0;
        while (taken < text.size()) {
            while (left.empty()) left = without_space(blocks[++at].text);
            std::string path;
            for (const std::string& heading : blocks[at].headings)
                path += (path.empty() ? "" : " › ") + heading;
            EXPECT_EQ(passage.section, path);
            EXPECT_EQ(passage.page, blocks[at].page);
            const std::size_t step = std::min(left.size(), text.size() - taken);
            left.erase(0, step);
            taken += step;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, passages_property, testing::Range(1U, 16U));

}  // namespace
}  // namespace parlance::knowledge
