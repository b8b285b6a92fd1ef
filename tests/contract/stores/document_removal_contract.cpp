#include "document_contract.hpp"

#include <parlance/foundation/limits.hpp>
#include <parlance/knowledge/document_limits.hpp>

#include <chrono>

namespace parlance::contract {
namespace {

using knowledge::document_state;

TEST_P(document_contract, given_a_deleted_document_then_nobody_finds_it_anywhere)
{
    const auto document = read_document(ada, offered("a.md"), {"secret"});
    const auto passage = search(ada, {"secret"}).passages.at(0).is.id;

    const auto when = removed(ada, document.id);
    const auto first = now.wall();
    now.advance(std::chrono::hours(1));
    const auto again = removed(ada, document.id);

    EXPECT_EQ(when.value(), first);
    EXPECT_EQ(again.value(), first);
    EXPECT_EQ(found(ada, document.id).error().kind, fault::not_found);
    EXPECT_TRUE(listed(ada)->items.empty());
    EXPECT_TRUE(search(ada, {"secret"}).passages.empty());
    EXPECT_EQ(search(ada, {"secret"}).documents_total, 0);
    EXPECT_TRUE(fakes::run(index().read({}, ada, {passage})).value().empty());
    EXPECT_EQ(fakes::run(documents().read_page({}, ada, document.id, 1)).error().kind,
              fault::not_found);
    EXPECT_EQ(retried(ada, document.id).error().kind, fault::not_found);
}

TEST_P(document_contract, given_a_deleted_document_when_restored_then_as_before_without_reading)
{
    const auto document = read_document(ada, offered("a.md"), {"secret"});
    removed(ada, document.id).value();

    const auto back = restored(ada, document.id);
    const auto again = restored(ada, document.id);

    ASSERT_TRUE(back);
    EXPECT_EQ(back->state, document_state::ready);
    EXPECT_TRUE(again);
    EXPECT_EQ(search(ada, {"secret"}).passages.size(), 1U);
    EXPECT_FALSE(taken());
}

TEST_P(document_contract, given_a_document_that_waits_when_deleted_then_it_is_not_read)
{
    const auto first = added(ada, offered("first.md"));
    const auto second = added(ada, offered("second.md"));

    removed(ada, first.id).value();
    EXPECT_EQ(found(ada, second.id)->queue_place, 1);
    EXPECT_EQ(taken()->is.id, second.id);
    EXPECT_FALSE(taken());
    EXPECT_EQ(restored(ada, first.id)->queue_place, 1);

    EXPECT_EQ(taken()->is.id, first.id);
}

TEST_P(document_contract, given_a_document_deleted_while_read_then_reading_ends_unseen)
{
    const auto document = added(ada, offered("a.md"));
    const auto held = taken().value();
    removed(ada, document.id).value();

    ASSERT_TRUE(ready(held, {passage_of(document.id, 0, "secret")}));

    EXPECT_TRUE(search(ada, {"secret"}).passages.empty());
    EXPECT_FALSE(found(ada, document.id));
    EXPECT_EQ(restored(ada, document.id)->state, document_state::ready);
    EXPECT_EQ(search(ada, {"secret"}).passages.size(), 1U);
}

TEST_P(document_contract, given_documents_of_others_when_changed_then_refused)
{
    const auto own = added(ada, offered("own.md"));
    const auto shared = added(ada, sample("sample.md"));

    EXPECT_EQ(removed(ben, own.id).error().kind, fault::not_found);
    EXPECT_EQ(restored(ben, own.id).error().kind, fault::not_found);
    EXPECT_EQ(removed(ben, shared.id).error().kind, fault::forbidden);
    EXPECT_TRUE(found(ada, own.id));
    ASSERT_TRUE(removed(ada, shared.id));
    EXPECT_EQ(found(ben, shared.id).error().kind, fault::not_found);
    EXPECT_EQ(removed(ben, shared.id).error().kind, fault::not_found);
    EXPECT_EQ(removed(ada, knowledge::document_id::make(now, random)).error().kind,
              fault::not_found);
}

TEST_P(document_contract, given_a_deleted_file_when_added_again_then_it_is_another_document)
{
    const auto first = read_document(ada, offered("a.md"), {"x"});
    removed(ada, first.id).value();

    const auto second = added(ada, offered("a.md"));
    const auto back = restored(ada, first.id);

    EXPECT_NE(second.id, first.id);
    EXPECT_EQ(second.state, document_state::queued);
    ASSERT_FALSE(back);
    EXPECT_EQ(back.error().kind, fault::conflict);
    EXPECT_EQ(listed(ada)->items.size(), 1U);
}

TEST_P(document_contract, given_a_deleted_sample_when_added_again_then_it_does_not_come_back)
{
    const auto first = added(ada, sample("sample.md"));
    removed(ada, first.id).value();

    const auto again = added(ada, sample("sample.md"));

    EXPECT_EQ(again.id, first.id);
    EXPECT_TRUE(listed(ada)->items.empty());
    EXPECT_FALSE(taken());
}

TEST_P(document_contract, given_long_deleted_documents_when_purged_then_only_they_are_gone)
{
    constexpr std::size_t more_than_a_step = knowledge::rows_purged_at_once + 1;
    const auto old =
        read_document(ada, offered("old.md"), std::vector<std::string>(more_than_a_step, "old"));
    const auto held = added(ada, offered("held.md"));
    const auto reading = taken().value();
    removed(ada, old.id).value();
    removed(ada, held.id).value();
    now.advance(limits::ingestion_lease / 2);
    const auto moment = now.wall();
    const auto young = read_document(ada, offered("young.md"), {"young"});
    removed(ada, young.id).value();
    const auto kept_one = read_document(ada, offered("kept.md"), {"kept"});

    while (fakes::run(documents().purge({}, moment)).value() > 0) continue;

    EXPECT_EQ(restored(ada, old.id).error().kind, fault::not_found);
    EXPECT_TRUE(restored(ada, young.id));
    EXPECT_EQ(search(ada, {"young", "kept", "old"}).passages.size(), 2U);
    EXPECT_TRUE(ready(reading, {passage_of(held.id, 0, "held")}));
    EXPECT_TRUE(restored(ada, held.id));
    EXPECT_TRUE(found(ada, kept_one.id));
}

TEST_P(document_contract, given_contents_when_asked_then_those_that_no_document_has)
{
    const auto first = added(ada, offered("a.md"));
    removed(ada, first.id).value();
    const auto moment = now.wall() + std::chrono::hours(1);
    const std::vector<std::string> asked{first.content_hash, "of nobody"};

    const auto while_deleted = fakes::run(documents().unused_content({}, asked)).value();
    while (fakes::run(documents().purge({}, moment)).value() > 0) continue;
    const auto when_erased = fakes::run(documents().unused_content({}, asked)).value();

    EXPECT_EQ(while_deleted, std::vector<std::string>{"of nobody"});
    EXPECT_EQ(when_erased, asked);
}

}  // namespace
}  // namespace parlance::contract
