#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document.hpp>

#include <gtest/gtest.h>

#include <optional>

namespace parlance::knowledge {
namespace {

passage at(std::int64_t ordinal, std::optional<std::int64_t> page)
{
    const uuid_bytes bytes{};
    return {passage_id(bytes), document_id(bytes), ordinal, page, {}, {}};
}

TEST(document, given_a_page_when_asked_for_the_text_page_then_it_is_that)
{
    EXPECT_EQ(text_page_of(at(700, 3)), 3);
}

TEST(document, given_no_page_when_asked_for_the_text_page_then_parts_of_equal_length)
{
    constexpr auto part = static_cast<std::int64_t>(limits::part_passages_max);

    EXPECT_EQ(text_page_of(at(0, std::nullopt)), 1);
    EXPECT_EQ(text_page_of(at(part - 1, std::nullopt)), 1);
    EXPECT_EQ(text_page_of(at(part, std::nullopt)), 2);
}

}  // namespace
}  // namespace parlance::knowledge
