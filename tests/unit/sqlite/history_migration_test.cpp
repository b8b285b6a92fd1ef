#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/migrations.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_history_store.hpp>

#include <fakes/fixed_passage_index.hpp>
#include <fakes/run.hpp>
#include <fakes/temporary_directory.hpp>

#include <gtest/gtest.h>

namespace parlance::sqlite {
namespace {

constexpr std::string_view conversation = "0190f4a0-0000-7000-8000-0000000000c1";

/// A data directory as the first schema left it: two turns, one of which was running.
void make_first_data(const std::string& file)
{
    connection on(file, access_mode::read_write);
    ASSERT_TRUE(migrate(on, known_migrations().first(1)));
    const auto who = access::local_principal().id;
    const chat::conversation_id where = *chat::conversation_id::parse(conversation);
    const chat::turn_id first = *chat::turn_id::parse("0190f4a0-0000-7000-8000-0000000000a1");
    const chat::turn_id second = *chat::turn_id::parse("0190f4a0-0000-7000-8000-0000000000a2");
    query(on,
          "INSERT INTO conversations (principal, id, title, created_at, updated_at) "
          "VALUES (?, ?, 'Old title about whales', 1, 2)",
          who, where)
        .run();
    query(on,
          "INSERT INTO turns (principal, id, conversation, state, owner, created_at, model, "
          "request_fingerprint, question, answer) "
          "VALUES (?, ?, 1, 'completed', ?, 1, 'm', 'f', 'old question', 'old answer')",
          who, first, first)
        .run();
    query(on,
          "INSERT INTO turns (principal, id, conversation, parent, state, owner, created_at, "
          "model, request_fingerprint, question) "
          "VALUES (?, ?, 1, 1, 'running', ?, 2, 'm', 'f', 'second question')",
          who, second, first)
        .run();
    query(on, "INSERT INTO turn_progress (turn, from_byte, text) VALUES (2, 0, 'half a marmot')")
        .run();
}

TEST(history_migration, given_data_of_the_first_schema_when_opened_then_it_becomes_searchable)
{
    const fakes::temporary_directory directory;
    make_first_data((directory.path() / "parlance.db").string());
    runtime::blocking_pool pool{2, 64};
    auto database = sqlite_database::open(directory.path(), pool).value();
    const fakes::plain_words words;
    sqlite_conversation_store conversations(*database);
    sqlite_history_store history(*database, words);
    const access::principal who = access::local_principal();
    const chat::turn_owner self{*chat::replica_id::parse(conversation), 1};
    const auto find = [&](const std::string& text) {
        return fakes::run(history.search({}, who, text, 10)).value();
    };

    ASSERT_EQ(fakes::run(conversations.interrupt_left_running({}, self, wall_time{})).value(), 1U);
    EXPECT_TRUE(find("whales").empty());
    while (fakes::run(history.index_messages({}, 2)).value() > 0) {}

    EXPECT_EQ(find("whales").at(0).place, chat::match_place::title);
    EXPECT_EQ(find("old question").at(0).place, chat::match_place::question);
    EXPECT_EQ(find("old answer").at(0).place, chat::match_place::answer);
    EXPECT_EQ(find("marmot").at(0).place, chat::match_place::answer);
    const auto where = *chat::conversation_id::parse(conversation);
    const auto opened = fakes::run(conversations.open({}, who, where, chat::path_wanted())).value();
    ASSERT_EQ(opened.turns.size(), 2U);
    EXPECT_EQ(opened.turns[1].trace_id, "");
    EXPECT_FALSE(opened.turns[1].continues);
    pool.finish();
}

}  // namespace
}  // namespace parlance::sqlite
