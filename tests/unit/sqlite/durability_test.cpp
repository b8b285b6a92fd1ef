#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/sqlite_conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>
#include <parlance/sqlite/sqlite_replica_store.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>
#include <fakes/temporary_directory.hpp>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace parlance::sqlite {
namespace {

/// A database with its store, opened as a server does.
struct opened_store {
    explicit opened_store(const std::filesystem::path& directory)
        : database(sqlite_database::open(directory, pool).value()),
          store(*database),
          replicas(*database)
    {
    }
    runtime::blocking_pool pool{2, 64};
    std::unique_ptr<sqlite_database> database;
    sqlite_conversation_store store;
    sqlite_replica_store replicas;
};

class durability_of_turns : public testing::Test {
protected:
    chat::new_turn question(std::string text)
    {
        return {.id = chat::turn_id::make(now, random),
                .conversation = std::nullopt,
                .new_conversation = chat::conversation_id::make(now, random),
                .title = "title",
                .parent = chat::new_turn::parent_kind::newest,
                .named_parent = std::nullopt,
                .question = std::move(text),
                .model = "offline",
                .request_fingerprint = "a",
                .owner = owner,
                .created_at = now.wall()};
    }
    result<chat::begun_turn> begin(opened_store& with, const access::principal& who,
                                   chat::new_turn asked)
    {
        if (owner.epoch == 0) {
            const auto fresh = chat::replica_id::make(now, random);
            const auto joined = fakes::run(with.replicas.join({}, fresh, now.wall()));
            if (!joined) return joined.error();
            owner = *joined;
        }
        asked.owner = owner;
        return fakes::run(with.store.begin_turn({}, who, asked));
    }
    result<std::vector<chat::turn_key>> append(opened_store& with, chat::turn_id which,
                                               std::string text)
    {
        const std::vector<chat::turn_progress> growth{{ada.id, which, 0, std::move(text), 0, {}}};
        return fakes::run(with.store.append_progress({}, owner, growth));
    }
    /// How many pages the file may have from now on; 0 = as few as it has.
    static void limit_pages(opened_store& with, std::int64_t pages)
    {
        const std::function<result<>(connection&)> work = [pages](connection& on) -> result<> {
            query(on, "PRAGMA max_page_count = " + std::to_string(pages)).run();
            return {};
        };
        ASSERT_TRUE(fakes::run(with.database->write<void>(durability::crash, work)));
    }

    fakes::temporary_directory directory;
    fakes::manual_clock now;
    fakes::seeded_random random{3};
    access::principal ada{access::principal_id::make(now, random), "Ada"};
    chat::turn_owner owner;  // that has joined, as begin() has it
};

TEST_F(durability_of_turns, given_a_copy_of_the_files_after_commit_then_everything_is_there)
{
    const auto asked = question("is it there?");
    const fakes::temporary_directory copy;
    opened_store with(directory.path());
    ASSERT_TRUE(begin(with, ada, asked));
    ASSERT_TRUE(append(with, asked.id, "half an answer"));

    std::filesystem::copy(directory.path(), copy.path(),
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
    opened_store again(copy.path());

    const auto turn = fakes::run(again.store.find_turn({}, ada, asked.id));
    ASSERT_TRUE(turn);
    EXPECT_EQ(turn->question, "is it there?");
    EXPECT_EQ(turn->answer, "half an answer");
}

TEST_F(durability_of_turns, given_a_killed_process_then_question_and_progress_are_kept)
{
    const auto asked = question("will it survive?");
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        opened_store with(directory.path());
        const bool is_begun = begin(with, ada, asked).has_value();
        const bool is_grown = append(with, asked.id, "half an answer").has_value();
        const char letter = is_begun && is_grown ? 'y' : 'n';
        if (::write(told[1], &letter, 1) == 1) ::pause();
        ::_exit(1);
    }
    char letter = 0;
    ASSERT_EQ(::read(told[0], &letter, 1), 1);
    ASSERT_EQ(letter, 'y');
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(told[0]);
    ::close(told[1]);

    opened_store again(directory.path());
    const chat::turn_owner self{chat::replica_id::make(now, random), 2};
    const auto left = fakes::run(again.store.interrupt_left_running({}, self, now.wall()));

    EXPECT_EQ(left.value(), 1U);
    const auto turn = fakes::run(again.store.find_turn({}, ada, asked.id)).value();
    EXPECT_EQ(turn.state, chat::turn_state::interrupted);
    EXPECT_EQ(turn.question, "will it survive?");
    EXPECT_EQ(turn.answer, "half an answer");
}

TEST_F(durability_of_turns, given_a_full_disk_then_storage_full_and_nothing_half_written)
{
    opened_store with(directory.path());
    const auto kept = question("kept");
    ASSERT_TRUE(begin(with, ada, kept));
    limit_pages(with, 1);  // never fewer than there are
    const auto asked = question(std::string(1024 * 1024, 'x'));

    const auto refused = begin(with, ada, asked);
    const auto not_grown = append(with, kept.id, std::string(1024 * 1024, 'y'));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, fault::overloaded);
    EXPECT_EQ(refused.error().detail.rfind("storage full", 0), 0U) << refused.error().detail;
    ASSERT_FALSE(not_grown);
    EXPECT_EQ(not_grown.error().kind, fault::overloaded);
    EXPECT_EQ(fakes::run(with.store.list({}, ada, "", 50))->items.size(), 1U);
    EXPECT_FALSE(fakes::run(with.store.find_turn({}, ada, asked.id)));
    EXPECT_EQ(fakes::run(with.store.find_turn({}, ada, kept.id))->answer, "");

    limit_pages(with, 1'000'000);
    EXPECT_TRUE(begin(with, ada, asked));
    EXPECT_TRUE(append(with, kept.id, "y"));
}

TEST_F(durability_of_turns, given_another_writer_that_holds_on_then_overloaded_and_usable_after)
{
    opened_store with(directory.path());
    connection stubborn((directory.path() / "parlance.db").string(), access_mode::read_write);
    {
        transaction held(stubborn, transaction::kind::write);

        const auto refused = begin(with, ada, question("busy?"));

        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, fault::overloaded);
    }
    EXPECT_TRUE(begin(with, ada, question("free?")));
}

}  // namespace
}  // namespace parlance::sqlite
