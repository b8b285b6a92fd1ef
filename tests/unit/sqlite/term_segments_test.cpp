#include <parlance/sqlite/migrations.hpp>
#include <parlance/sqlite/term_segments.hpp>

#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

namespace parlance::sqlite {
namespace {

class term_segments : public testing::Test {
protected:
    term_segments() { EXPECT_TRUE(migrate(on, known_migrations())); }

    /// Passages of one transaction, which leaves one segment or more.
    void add(std::int64_t passages, std::int64_t words)
    {
        transaction change(on, transaction::kind::write);
        for (std::int64_t passage = 0; passage < passages; ++passage) {
            std::string terms;
            for (std::int64_t word = 0; word < words; ++word) {
                terms += "w" + std::to_string((added * 7919 + word * 104'729) % 1'000'003) + ' ';
            }
            query(on,
                  "INSERT INTO passage_terms (rowid, title_terms, section_terms, text_terms) "
                  "VALUES (?, 'title', '', ?)",
                  ++added, terms)
                .run();
        }
        change.commit();
    }
    std::int64_t number(const char* sql)
    {
        query row(on, sql);
        return row.next() ? row.integer(0) : -1;
    }
    std::int64_t segments()
    {
        return number("SELECT count(DISTINCT segid) FROM passage_terms_idx");
    }
    bool merge()
    {
        transaction change(on, transaction::kind::write);
        const bool is_more = merge_term_segments(on);
        change.commit();
        return is_more;
    }

    fakes::temporary_directory directory;
    connection on{(directory.path() / "parlance.db").string(), access_mode::read_write};
    std::int64_t added = 0;
};

TEST_F(term_segments, given_many_small_transactions_when_merged_then_few_and_the_same_is_found)
{
    for (int document = 0; document < 15; ++document) add(2, 20);
    ASSERT_GT(segments(), 3);

    EXPECT_FALSE(merge());

    EXPECT_LE(segments(), 3);
    EXPECT_EQ(number("SELECT count(*) FROM passage_terms WHERE passage_terms MATCH 'title'"), 30);
    on.execute("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')");
}

TEST_F(term_segments, given_nothing_to_merge_when_merged_then_nothing_is_written)
{
    add(1, 5);
    merge();
    const std::int64_t before = on.all_rows_changed();

    EXPECT_FALSE(merge());

    EXPECT_LE(on.all_rows_changed() - before, 1);
}

TEST_F(term_segments, given_more_than_one_step_when_merged_then_it_says_so_until_it_is_done)
{
    for (int document = 0; document < 3; ++document) add(2'000, 60);
    ASSERT_GT(segments(), 1);

    int steps = 1;
    while (merge()) ++steps;

    EXPECT_GT(steps, 1);
    EXPECT_LE(steps, 100);
    EXPECT_EQ(number("SELECT count(*) FROM passage_terms WHERE passage_terms MATCH 'title'"),
              6'000);
}

}  // namespace
}  // namespace parlance::sqlite
