#include "document_contract.hpp"

#include <future>
#include <set>

namespace parlance::contract {
namespace {

TEST_P(document_contract, given_documents_then_what_somebody_added_is_told_from_samples)
{
    added(ada, sample("sample.md"));
    const auto both = added(ada, offered("both.md"));
    auto again = sample("other name.md");
    again.content_hash = both.content_hash;
    added(ben, again);
    const auto gone = added(ada, offered("gone.md"));
    ASSERT_TRUE(removed(ada, gone.id));

    const auto used = fakes::run(documents().added_content(
        {}, {"hash of nothing", both.content_hash, "hash of sample.md", gone.content_hash}));

    EXPECT_EQ(used.value(), (std::vector<std::string>{both.content_hash, gone.content_hash}));
    EXPECT_TRUE(fakes::run(documents().added_content({}, {})).value().empty());
}

TEST_P(document_contract, given_nothing_samples_or_documents_then_so_it_is_told)
{
    const auto held = [&] { return fakes::run(documents().look_at_holdings({})).value(); };

    EXPECT_EQ(held(), knowledge::holdings::nothing);
    added(ada, sample("sample.md"));
    EXPECT_EQ(held(), knowledge::holdings::samples);
    const auto gone = added(ada, offered("a.md"));
    ASSERT_TRUE(removed(ada, gone.id));

    EXPECT_EQ(held(), knowledge::holdings::documents) << "a deleted one can be restored";
}

TEST_P(document_contract, given_two_proposals_then_the_first_is_the_id_for_ever)
{
    const auto first = knowledge::store_id::make(now, random);
    const auto second = knowledge::store_id::make(now, random);

    EXPECT_EQ(fakes::run(documents().identify({}, first)).value(), first);
    EXPECT_EQ(fakes::run(documents().identify({}, second)).value(), first);
    EXPECT_EQ(fakes::run(documents().identify({}, first)).value(), first);
}

TEST_P(document_contract, given_proposals_at_once_then_all_hear_the_same)
{
    constexpr std::size_t proposals = 4;
    std::vector<std::future<knowledge::store_id>> heard;
    for (std::size_t count = 0; count < proposals; ++count) {
        const auto proposed = knowledge::store_id::make(now, random);
        heard.push_back(std::async(std::launch::async, [this, proposed] {
            return fakes::run(documents().identify({}, proposed)).value();
        }));
    }
    std::set<knowledge::store_id> ids;
    for (auto& each : heard) ids.insert(each.get());

    EXPECT_EQ(ids.size(), 1U);
}

}  // namespace
}  // namespace parlance::contract
