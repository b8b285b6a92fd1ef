#include "document_contract.hpp"

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <set>

namespace parlance::contract {
namespace {

using knowledge::document_state;

TEST_P(document_contract, given_a_document_when_added_then_it_is_queued_as_offered)
{
    const auto what = offered("a.md");

    added(ada, what);

    const auto stored = found(ada, what.id).value();
    EXPECT_EQ(stored.id, what.id);
    EXPECT_EQ(stored.file_name, "a.md");
    EXPECT_EQ(stored.title, "a.md");
    EXPECT_EQ(stored.media_type, "text/plain");
    EXPECT_EQ(stored.size_bytes, 12);
    EXPECT_EQ(stored.content_hash, what.content_hash);
    EXPECT_EQ(stored.state, document_state::queued);
    EXPECT_EQ(stored.reason, "");
    EXPECT_FALSE(stored.is_sample);
    EXPECT_EQ(stored.created_at, what.created_at);
}

TEST_P(document_contract, given_the_same_name_and_content_when_added_then_the_first_is_returned)
{
    const auto first = added(ada, offered("a.md"));

    const auto again = added(ada, offered("a.md"));
    auto renamed = offered("b.md");
    renamed.content_hash = first.content_hash;
    const auto other_name = added(ada, renamed);
    auto changed = offered("a.md");
    changed.content_hash = "another hash";
    const auto other_content = added(ada, changed);
    const auto of_ben = added(ben, offered("a.md"));

    EXPECT_EQ(again.id, first.id);
    EXPECT_NE(other_name.id, first.id);
    EXPECT_NE(other_content.id, first.id);
    EXPECT_NE(of_ben.id, first.id);
    EXPECT_EQ(listed(ada)->items.size(), 3U);
}

TEST_P(document_contract, given_anothers_document_then_only_samples_are_seen)
{
    const auto own = added(ada, offered("own.md"));
    const auto shared = added(ada, sample("sample.md"));

    const auto hidden = found(ben, own.id);
    const auto seen = found(ben, shared.id);
    const auto page = listed(ben).value();

    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().kind, fault::not_found);
    ASSERT_TRUE(seen);
    EXPECT_TRUE(seen->is_sample);
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].id, shared.id);
}

TEST_P(document_contract, given_pages_when_rows_are_added_then_none_is_lost_or_doubled)
{
    std::set<knowledge::document_id> expected;
    const auto moment = offered("first").created_at;
    for (int count = 0; count < 7; ++count) {
        auto what = offered(std::to_string(count));
        what.created_at = moment;
        expected.insert(added(ada, what).id);
    }
    std::set<knowledge::document_id> seen;
    std::string cursor;
    int pages = 0;

    do {
        const auto page = listed(ada, cursor, 3).value();
        for (const auto& item : page.items) EXPECT_TRUE(seen.insert(item.id).second);
        cursor = page.next_cursor;
        added(ada, offered("meanwhile " + std::to_string(pages)));
        ++pages;
    } while (!cursor.empty());

    EXPECT_EQ(seen, expected);
    EXPECT_EQ(pages, 3);
}

TEST_P(document_contract, given_documents_when_listed_then_newest_first)
{
    added(ada, offered("old.md"));
    added(ada, offered("new.md"));

    const auto page = listed(ada).value();

    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_EQ(page.items[0].file_name, "new.md");
    EXPECT_EQ(page.next_cursor, "");
}

TEST_P(document_contract, given_what_is_no_cursor_when_listed_then_invalid_request)
{
    const auto refused = listed(ada, "no cursor");

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::invalid_request);
}

TEST_P(document_contract, given_states_when_listed_then_only_that_state)
{
    const auto done = read_document(ada, offered("done.md"), {"x"});
    const auto waiting = added(ada, offered("waiting.md"));
    knowledge::document_query only_ready;
    only_ready.state = document_state::ready;
    knowledge::document_query only_failed;
    only_failed.state = document_state::failed;

    const auto found = fakes::run(documents().list({}, ada, only_ready)).value();
    const auto none = fakes::run(documents().list({}, ada, only_failed)).value();

    ASSERT_EQ(found.items.size(), 1U);
    EXPECT_EQ(found.items[0].id, done.id);
    EXPECT_TRUE(none.items.empty());
    EXPECT_EQ(listed(ada)->items.size(), 2U);
    EXPECT_EQ(listed(ada)->items[0].id, waiting.id);
}

TEST_P(document_contract, given_a_format_without_pages_when_read_then_parts_of_passages)
{
    constexpr std::size_t part = limits::part_passages_max;
    const auto document =
        read_document(ada, offered("long.txt"), std::vector<std::string>(part + 1, "word"));

    const auto first = fakes::run(documents().read_page({}, ada, document.id, 1)).value();
    const auto second = fakes::run(documents().read_page({}, ada, document.id, 2)).value();
    const auto third = fakes::run(documents().read_page({}, ada, document.id, 3)).value();

    EXPECT_EQ(found(ada, document.id)->page_count, 2);
    ASSERT_EQ(first.size(), part);
    EXPECT_EQ(first[1].ordinal, 1);
    EXPECT_EQ(first[1].document, document.id);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].text, "Text: word");
    EXPECT_TRUE(third.empty());
}

TEST_P(document_contract, given_pages_when_read_then_each_has_its_passages_in_order)
{
    const auto document = added(ada, offered("slides.pptx"));
    const auto reading = taken().value();
    std::vector<knowledge::indexed_passage> passages;
    for (const std::int64_t page : {1, 1, 3}) {
        passages.push_back(
            passage_of(document.id, static_cast<std::int64_t>(passages.size()), "x"));
        passages.back().is.page = page;
    }
    ASSERT_TRUE(ready(reading, passages));

    EXPECT_EQ(found(ada, document.id)->page_count, 3);
    const auto first = fakes::run(documents().read_page({}, ada, document.id, 1)).value();
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].id, passages[0].is.id);
    EXPECT_TRUE(fakes::run(documents().read_page({}, ada, document.id, 2)).value().empty());
    EXPECT_FALSE(fakes::run(documents().read_page({}, ben, document.id, 1)));
}

TEST_P(document_contract, given_one_passage_more_than_a_page_shows_when_read_then_cut)
{
    const auto document = added(ada, offered("poster.pdf"));
    const auto reading = taken().value();
    std::vector<knowledge::indexed_passage> passages;
    for (std::size_t count = 0; count <= knowledge::page_passages_max; ++count) {
        passages.push_back(passage_of(document.id, static_cast<std::int64_t>(count), "x"));
        passages.back().is.page = 1;
    }
    ASSERT_TRUE(ready(reading, passages));

    const auto page = fakes::run(documents().read_page({}, ada, document.id, 1)).value();

    EXPECT_EQ(page.size(), knowledge::page_passages_max);
}

TEST_P(document_contract, given_odd_text_when_stored_then_it_is_kept_byte_for_byte)
{
    using std::string_literals::operator""s;
    const std::string odd = "nul\0 𝔘 עברית 'quoted' \"too\""s;
    auto what = offered(odd);
    const auto document = added(ada, what);
    const auto reading = taken().value();
    auto passage = passage_of(document.id, 0, "word");
    passage.is.text = odd + std::string(1024 * 1024, 'y');
    passage.is.section = odd;
    passage.is.page = 3;
    const auto expected = passage.is;

    ASSERT_TRUE(kept(reading, {passage}));
    ASSERT_TRUE(fakes::run(queue().finish_ready({}, reading, odd)));

    const auto hits = search(ada, {"word"});
    ASSERT_EQ(hits.passages.size(), 1U);
    EXPECT_EQ(hits.passages[0].is.text, expected.text);
    EXPECT_EQ(hits.passages[0].is.section, odd);
    EXPECT_EQ(hits.passages[0].is.page, 3);
    EXPECT_EQ(hits.passages[0].file_name, odd);
    EXPECT_EQ(hits.passages[0].title, odd);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(every_store, document_contract, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace parlance::contract
