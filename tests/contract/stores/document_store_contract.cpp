#include "document_contract.hpp"

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

TEST_P(document_contract, given_a_queue_when_taken_then_oldest_first_and_never_twice)
{
    const auto first = added(ada, offered("1"));
    const auto second = added(ben, offered("2"));

    const auto one = taken();
    const auto two = taken();
    const auto none = taken();

    ASSERT_TRUE(one);
    EXPECT_EQ(one->id, first.id);
    EXPECT_EQ(one->state, document_state::reading);
    ASSERT_TRUE(two);
    EXPECT_EQ(two->id, second.id);
    EXPECT_FALSE(none);
    EXPECT_EQ(found(ada, first.id)->state, document_state::reading);
}

TEST_P(document_contract, given_reading_when_it_fails_then_the_reason_is_kept)
{
    const auto document = added(ada, offered("a.bin"));
    taken();

    const auto ended = fakes::run(documents().finish_failed({}, document.id, "It is no text."));

    ASSERT_TRUE(ended);
    const auto stored = found(ada, document.id).value();
    EXPECT_EQ(stored.state, document_state::failed);
    EXPECT_EQ(stored.reason, "It is no text.");
    EXPECT_FALSE(taken());
}

TEST_P(document_contract, given_reading_when_it_ends_then_title_and_passages_are_there)
{
    const auto document = read_document(ada, offered("a.md"), {"warranty year", "return day"});

    const auto stored = found(ada, document.id).value();

    EXPECT_EQ(stored.state, document_state::ready);
    EXPECT_EQ(stored.title, "Title as read");
    EXPECT_EQ(stored.passage_count, 2);
    EXPECT_EQ(search(ada, {"warranty"}).passages.size(), 1U);
}

TEST_P(document_contract, given_no_reading_when_it_ends_then_conflict_and_nothing_changes)
{
    const auto document = added(ada, offered("a.md"));

    const auto queued = ready(document.id, {passage_of(document.id, 0, "x")});
    const auto failed = fakes::run(documents().finish_failed({}, document.id, "no"));
    const auto unknown = ready(knowledge::document_id::make(now, random), {});

    ASSERT_FALSE(queued);
    EXPECT_EQ(queued.error().kind, fault::conflict);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, fault::conflict);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, fault::conflict);
    EXPECT_EQ(found(ada, document.id)->state, document_state::queued);
}

TEST_P(document_contract, given_reading_left_by_a_dead_process_when_requeued_then_taken_again)
{
    const auto left = added(ada, offered("left.md"));
    taken();
    read_document(ada, offered("done.md"), {"x"});

    const auto requeued = fakes::run(documents().requeue_left_reading({}));

    ASSERT_TRUE(requeued);
    EXPECT_EQ(*requeued, 1U);
    const auto again = taken();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id, left.id);
    EXPECT_FALSE(taken());
}

TEST_P(document_contract, given_odd_text_when_stored_then_it_is_kept_byte_for_byte)
{
    using std::string_literals::operator""s;
    const std::string odd = "nul\0 𝔘 עברית 'quoted' \"too\""s;
    auto what = offered(odd);
    const auto document = added(ada, what);
    taken();
    auto passage = passage_of(document.id, 0, "word");
    passage.is.text = odd + std::string(1024 * 1024, 'y');
    passage.is.section = odd;
    passage.is.page = 3;
    const auto expected = passage.is;

    ASSERT_TRUE(fakes::run(documents().finish_ready({}, document.id, odd, {passage})));

    const auto hits = search(ada, {"word"});
    ASSERT_EQ(hits.passages.size(), 1U);
    EXPECT_EQ(hits.passages[0].is.text, expected.text);
    EXPECT_EQ(hits.passages[0].is.section, odd);
    EXPECT_EQ(hits.passages[0].is.page, 3);
    EXPECT_EQ(hits.passages[0].file_name, odd);
    EXPECT_EQ(hits.passages[0].title, odd);
}

INSTANTIATE_TEST_SUITE_P(every_store, document_contract, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace parlance::contract
