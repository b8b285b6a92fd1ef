#include <parlance/sqlite/history_search.hpp>
#include <parlance/sqlite/message_rows.hpp>
#include <parlance/sqlite/migrations.hpp>
#include <parlance/stored_form/message_ranking.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

namespace parlance::sqlite {
namespace {

class history_search : public testing::Test {
protected:
    history_search()
    {
        EXPECT_TRUE(migrate(on, known_migrations()));
        query(on,
              "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
              "VALUES (?, ?, 't', 1, 1)",
              who, id_of(1))
            .run();
    }
    static chat::turn_id id_of(std::int64_t number)
    {
        uuid_bytes bytes{};
        for (std::size_t at = 0; at < 8; ++at) {
            bytes[at] = static_cast<std::uint8_t>(number >> (8 * at));
        }
        return chat::turn_id(bytes);
    }
    /// A turn whose question is searchable at once.
    void add(const std::string& question)
    {
        ++added;
        query(on,
              "INSERT INTO turns (seq, principal, id, conversation, state, owner, created_at, "
              "model, request_fingerprint, question) "
              "VALUES (?, ?, ?, 1, 'completed', ?, 1, 'm', 'f', ?)",
              added, who, id_of(added), id_of(0), question)
            .run();
        query(on, "INSERT INTO message_terms (rowid, terms) VALUES (?, ?)",
              message_number(added, chat::match_place::question), question)
            .run();
    }
    std::vector<chat::conversation_match> find(std::string_view text, std::size_t limit = 5)
    {
        return search_messages(on, {who, text, limit}, words);
    }

    const fakes::plain_words words;
    const access::principal_id who = access::local_principal().id;
    fakes::temporary_directory directory;
    connection on{(directory.path() / "parlance.db").string(), access_mode::read_write};
    std::int64_t added = 0;
};

TEST_F(history_search, given_more_matches_than_are_looked_at_when_searched_then_the_newest_are)
{
    transaction change(on, transaction::kind::write);
    add("word");  // the best of all by its length, and one past the limit
    for (std::size_t count = 0; count < stored_form::search_candidates_max; ++count) {
        add("word and more");
    }
    change.commit();

    const auto matches = find("word", stored_form::search_candidates_max + 10);

    EXPECT_EQ(matches.size(), stored_form::search_candidates_max);
    for (const auto& match : matches) EXPECT_NE(match.turn, id_of(1));
}

TEST_F(history_search, given_more_words_than_count_when_searched_then_the_first_ones_do)
{
    add("last");
    std::string text;
    for (std::size_t count = 1; count < stored_form::search_terms_max; ++count) {
        text += "w" + std::to_string(count) + " ";
    }

    EXPECT_EQ(find(text + "last").size(), 1U);
    EXPECT_TRUE(find(text + "w0 last").empty());
}

TEST_F(history_search, given_a_frequent_word_and_a_rare_one_when_searched_then_the_rare_counts_more)
{
    for (int count = 0; count < 50; ++count) add("common word number " + std::to_string(count));
    add("rare thing of another kind");

    EXPECT_EQ(find("common rare").at(0).turn, id_of(51));
}

TEST_F(history_search,
       given_a_message_that_changed_while_it_was_indexed_when_kept_then_it_comes_again)
{
    add("first");
    const std::int64_t message = message_number(1, chat::match_place::question);
    index_later(on, message);
    const auto waiting = read_waiting(on, words, 10);
    query(on, "UPDATE turns SET question = 'second' WHERE seq = 1").run();
    index_later(on, message);

    keep_terms(on, waiting);
    EXPECT_TRUE(find("second").empty());
    keep_terms(on, read_waiting(on, words, 10));

    EXPECT_EQ(find("second").size(), 1U);
    EXPECT_TRUE(read_waiting(on, words, 10).empty());
}

TEST_F(history_search, given_a_very_long_message_when_indexed_then_its_first_part_is_found)
{
    std::string text = "beginning ";
    while (text.size() < 256 * 1024) text += "filler ";
    add("x");
    query(on, "UPDATE turns SET question = ? WHERE seq = 1", text + "ending").run();
    index_later(on, message_number(1, chat::match_place::question));

    keep_terms(on, read_waiting(on, words, 10));

    EXPECT_EQ(find("beginning").size(), 1U);
    EXPECT_TRUE(find("ending").empty());
}

}  // namespace
}  // namespace parlance::sqlite
