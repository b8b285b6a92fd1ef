#include "document_contract.hpp"

#include <parlance/foundation/limits.hpp>

#include <algorithm>

namespace parlance::contract {
namespace {

TEST_P(document_contract, given_terms_when_searched_then_passages_with_any_of_them)
{
    const auto document =
        read_document(ada, offered("a.md"), {"warranty year", "return day", "staff canteen"});

    const auto hits = search(ada, {"return", "warranty", "absent"});

    ASSERT_EQ(hits.passages.size(), 2U);
    EXPECT_EQ(hits.passages[0].is.document, document.id);
    EXPECT_EQ(hits.passages[0].file_name, "a.md");
    EXPECT_EQ(hits.passages[0].title, "Title as read");
    EXPECT_EQ(hits.passages[0].media_type, "text/plain");
    EXPECT_EQ(hits.term_frequency, (std::vector<std::int64_t>{1, 1, 0}));
    EXPECT_EQ(hits.passages_total, 3);
    EXPECT_EQ(hits.documents_total, 1);
}

TEST_P(document_contract, given_a_limit_when_more_match_then_the_best_ones)
{
    std::vector<std::string> terms(limits::passages_max + 5, "common word");
    terms.emplace_back("common rare");
    read_document(ada, offered("a.md"), terms);

    const auto hits = search(ada, {"common", "rare"}, 1);
    const auto most = search(ada, {"common"}, limits::passages_max);

    ASSERT_EQ(hits.passages.size(), 1U);
    EXPECT_EQ(hits.passages[0].is.text, "Text: common rare");
    EXPECT_EQ(hits.term_frequency[0], static_cast<std::int64_t>(limits::passages_max + 6));
    EXPECT_EQ(most.passages.size(), limits::passages_max);
}

TEST_P(document_contract, given_more_matches_than_are_scored_then_the_rare_word_finds)
{
    constexpr std::size_t documents_added = 13;
    constexpr std::size_t passages_each = 500;  // together one more than an index scores at once
    for (std::size_t file = 0; file < documents_added; ++file) {
        std::vector<std::string> terms(passages_each, "common word");
        if (file == documents_added - 1) terms.back() = "common needle";
        read_document(ada, offered("a" + std::to_string(file) + ".md"), terms);
    }
    const auto total = static_cast<double>(documents_added * passages_each);

    const auto both = search(ada, {"common", "needle"});
    const auto only_common = search(ada, {"common"});

    ASSERT_FALSE(both.passages.empty());
    EXPECT_EQ(both.passages[0].is.text, "Text: common needle");
    EXPECT_NEAR(static_cast<double>(both.term_frequency[0]), total, total / 10);
    EXPECT_EQ(both.term_frequency[1], 1);
    EXPECT_EQ(only_common.passages.size(), 8U);
}

TEST_P(document_contract, given_a_title_match_then_it_comes_before_section_and_text)
{
    const auto document = added(ada, offered("a.md"));
    const auto reading = taken().value();
    auto in_text = passage_of(document.id, 0, "leave holiday");
    auto in_section = passage_of(document.id, 1, "other words");
    in_section.section_terms = "holiday policy";
    auto in_title = passage_of(document.id, 2, "other words");
    in_title.title_terms = "holiday policy";
    auto nowhere = passage_of(document.id, 3, "other words");
    ASSERT_TRUE(ready(reading, {in_text, in_section, in_title, nowhere}));

    const auto hits = search(ada, {"holiday"});

    ASSERT_EQ(hits.passages.size(), 3U);
    EXPECT_EQ(hits.passages[0].is.id, in_title.is.id);
    EXPECT_EQ(hits.passages[1].is.id, in_section.is.id);
    EXPECT_EQ(hits.passages[2].is.id, in_text.is.id);
    EXPECT_EQ(hits.term_frequency, (std::vector<std::int64_t>{3}));
}

TEST_P(document_contract, given_documents_of_others_when_searched_then_only_readable_ones_count)
{
    read_document(ada, offered("own.md"), {"secret plan", "secret budget"});
    read_document(ben, offered("bens.md"), {"secret recipe"});
    read_document(ada, sample("sample.md"), {"secret example"});

    const auto of_ben = search(ben, {"secret", "plan"});

    EXPECT_EQ(of_ben.term_frequency, (std::vector<std::int64_t>{2, 0}));
    EXPECT_EQ(of_ben.passages_total, 2);
    EXPECT_EQ(of_ben.documents_total, 2);
    ASSERT_EQ(of_ben.passages.size(), 2U);
    for (const auto& passage : of_ben.passages) EXPECT_NE(passage.file_name, "own.md");
}

TEST_P(document_contract, given_documents_not_ready_when_searched_then_they_do_not_count)
{
    added(ada, offered("queued.md"));

    const auto hits = search(ada, {"queued"});

    EXPECT_EQ(hits.documents_total, 0);
    EXPECT_EQ(hits.passages_total, 0);
    EXPECT_TRUE(hits.passages.empty());
}

TEST_P(document_contract, given_nothing_to_read_when_something_comes_then_it_is_found_at_once)
{
    const auto nothing = search(ada, {"plan", "word"});
    const auto still_nothing = search(ada, {"plan", "word"});
    read_document(ben, offered("bens.md"), {"plan"});
    const auto not_hers = search(ada, {"plan", "word"});
    read_document(ada, offered("own.md"), {"plan"});

    const auto hers = search(ada, {"plan", "word"});

    for (const auto& empty : {nothing, still_nothing, not_hers}) {
        EXPECT_EQ(empty.documents_total, 0);
        EXPECT_EQ(empty.passages_total, 0);
        EXPECT_EQ(empty.term_frequency, (std::vector<std::int64_t>{0, 0}));
        EXPECT_TRUE(empty.passages.empty());
    }
    EXPECT_EQ(hers.documents_total, 1);
    ASSERT_EQ(hers.passages.size(), 1U);
    EXPECT_EQ(hers.passages[0].file_name, "own.md");
}

TEST_P(document_contract, given_no_terms_when_searched_then_nothing_but_the_totals)
{
    read_document(ada, offered("a.md"), {"word"});

    const auto hits = search(ada, {});

    EXPECT_TRUE(hits.passages.empty());
    EXPECT_TRUE(hits.term_frequency.empty());
    EXPECT_EQ(hits.passages_total, 1);
}

TEST_P(document_contract, given_terms_of_any_script_when_searched_then_none_is_split_or_folded)
{
    const std::vector<std::string> terms = {"état", "etat", "日本語", "नमस्ते", "ß", "straße", "٣٤",
                                            "𝔘",    "or",   "near",   "a1",   "a", "กำหนด",  "not"};
    read_document(ada, offered("a.md"), terms);

    for (const std::string& term : terms) {
        const auto hits = search(ada, {term});
        ASSERT_EQ(hits.passages.size(), 1U) << term;
        EXPECT_EQ(hits.passages[0].is.text, "Text: " + term);
        EXPECT_EQ(hits.term_frequency, (std::vector<std::int64_t>{1})) << term;
    }
}

TEST_P(document_contract, given_hostile_terms_when_searched_then_they_are_only_terms)
{
    read_document(ada, offered("a.md"), {"wordy"});

    for (const char* term : {"\"", "word\" OR \"word", "*", "word*", "text_terms:word", "(", "-",
                             "^word", "a AND", "'", "%"}) {
        const auto hits = search(ada, {term});
        EXPECT_TRUE(hits.passages.empty()) << term;
    }
}

TEST_P(document_contract, given_as_many_terms_as_are_allowed_when_searched_then_it_works)
{
    read_document(ada, offered("a.md"), {"t63 other"});
    std::vector<std::string> terms;
    for (std::size_t count = 0; count < knowledge::search_terms_max; ++count) {
        terms.push_back("t" + std::to_string(count));
    }

    const auto hits = search(ada, terms);

    EXPECT_EQ(hits.passages.size(), 1U);
    EXPECT_EQ(hits.term_frequency.size(), knowledge::search_terms_max);
}

TEST_P(document_contract, given_passages_when_read_then_those_that_may_be_read_today)
{
    read_document(ada, offered("own.md"), {"one", "two"});
    read_document(ada, sample("sample.md"), {"three"});
    std::vector<knowledge::passage_id> asked;
    for (const auto& hit : search(ada, {"one", "two", "three"}).passages) {
        asked.push_back(hit.is.id);
    }
    ASSERT_EQ(asked.size(), 3U);
    asked.push_back(knowledge::passage_id::make(now, random));

    const auto of_ada = fakes::run(index().read({}, ada, asked)).value();
    const auto of_ben = fakes::run(index().read({}, ben, asked)).value();

    EXPECT_EQ(of_ada.size(), 3U);
    ASSERT_EQ(of_ben.size(), 1U);
    EXPECT_EQ(of_ben[0].is.text, "Text: three");
    EXPECT_EQ(of_ben[0].file_name, "sample.md");
}

}  // namespace
}  // namespace parlance::contract
