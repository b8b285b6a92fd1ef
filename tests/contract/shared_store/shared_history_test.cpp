#include "two_replicas.hpp"

#include <fakes/eventually.hpp>

#include <atomic>
#include <chrono>
#include <thread>

namespace parlance::contract {
namespace {

/// Words as they stand, handed out only once `may_go_on` is set.
class waiting_words : public fakes::plain_words {
public:
    using text_analyzer::terms;
    [[nodiscard]] std::vector<std::string> terms(std::string_view text,
                                                 knowledge::text_language language) const override
    {
        is_asked = true;
        while (!may_go_on) std::this_thread::yield();
        return plain_words::terms(text, language);
    }
    mutable std::atomic<bool> is_asked{false};
    mutable std::atomic<bool> may_go_on{false};
};

class shared_history : public two_replicas {
protected:
    void SetUp() override
    {
        self = fakes::run(one.replicas.join({}, chat::replica_id::make(now, random), now.wall()))
                   .value();
    }
    chat::turn_record begun(const access::principal& who, const std::string& title,
                            const std::string& question)
    {
        now.advance(std::chrono::milliseconds(10));
        chat::new_turn asked{.id = chat::turn_id::make(now, random),
                             .conversation = std::nullopt,
                             .new_conversation = chat::conversation_id::make(now, random),
                             .title = title,
                             .parent = chat::new_turn::parent_kind::newest,
                             .named_parent = std::nullopt,
                             .question = question,
                             .model = "offline",
                             .request_fingerprint = "a",
                             .owner = self,
                             .created_at = now.wall()};
        return fakes::run(one.conversations.begin_turn({}, who, std::move(asked))).value().record;
    }
    chat::turn_record answered(const access::principal& who, const std::string& title,
                               const std::string& question, const std::string& answer)
    {
        auto turn = begun(who, title, question);
        chat::turn_end end{turn.id,   chat::turn_state::completed, answer, {}, std::nullopt,
                           now.wall()};
        EXPECT_TRUE(fakes::run(one.conversations.finish_turn({}, who, self, std::move(end))));
        return turn;
    }
    std::vector<chat::conversation_match> found_by(const access::principal& who, std::string text,
                                                   std::size_t limit = 20)
    {
        return fakes::run(two.history.search({}, who, std::move(text), limit)).value();
    }
    static std::size_t index_all(replica& by)
    {
        std::size_t total = 0;
        while (const std::size_t count = fakes::run(by.history.index_messages({}, 3)).value())
            total += count;
        return total;
    }

    chat::turn_owner self;
};

TEST_F(shared_history, given_two_indexers_when_at_once_then_no_message_twice)
{
    constexpr std::size_t turns = 20;
    for (std::size_t count = 0; count < turns; ++count) {
        const std::string name = "w" + std::to_string(count);
        answered(count % 2 == 0 ? ada : ben, name, name, name);
    }
    std::size_t of_two = 0;

    std::thread beside([&] { of_two = index_all(two); });
    std::size_t of_one = index_all(one);
    beside.join();
    of_one += index_all(one);  // what the other still held when this one found nothing to do

    EXPECT_EQ(of_one + of_two, turns * 3);
    EXPECT_EQ(ground.read("SELECT count(*) FROM message_terms"), std::to_string(turns * 3));
    EXPECT_EQ(ground.read("SELECT count(*) FROM messages_to_index"), "0");
    EXPECT_EQ(found_by(ada, "w4").size(), 2U);  // the title, and the better of the two messages
    EXPECT_TRUE(found_by(ben, "w4").empty());
}

TEST_F(shared_history, given_a_title_that_changes_while_it_is_indexed_then_the_new_one_is_found)
{
    const auto turn = answered(ada, "before", "q", "a");
    waiting_words slow;
    replica three(ground, slow);
    std::thread indexing([&] { EXPECT_TRUE(fakes::run(three.history.index_messages({}, 10))); });
    ASSERT_TRUE(fakes::eventually([&] { return slow.is_asked.load(); }));
    std::thread renaming([&] {
        EXPECT_TRUE(fakes::run(two.history.rename({}, ada, turn.conversation, "afterwards")));
    });
    const bool is_waiting = fakes::eventually(
        [&] { return ground.read("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0"; });
    slow.may_go_on = true;
    indexing.join();
    renaming.join();
    EXPECT_TRUE(is_waiting);

    index_all(one);

    EXPECT_TRUE(found_by(ada, "before").empty());
    ASSERT_EQ(found_by(ada, "afterwards").size(), 1U);
    EXPECT_EQ(found_by(ada, "afterwards")[0].place, chat::match_place::title);
}

TEST_F(shared_history, given_old_deletions_when_both_erase_then_all_goes_and_nothing_breaks)
{
    for (const char* name : {"a", "b", "c", "d"}) {
        const auto turn = answered(ada, name, name, name);
        ASSERT_TRUE(fakes::run(one.history.remove({}, ada, turn.conversation, now.wall())));
    }
    const auto kept = answered(ada, "kept", "kept", "kept");
    index_all(one);
    const wall_time before = now.wall() + std::chrono::hours(1);
    const auto erase = [&](replica& by) {
        while (fakes::run(by.history.erase_deleted({}, before, 1)).value() > 0) {}
    };

    std::thread beside([&] { erase(two); });
    erase(one);
    beside.join();
    erase(one);

    EXPECT_EQ(ground.read("SELECT count(*) FROM conversations"), "1");
    EXPECT_EQ(ground.read("SELECT count(*) FROM turns"), "1");
    EXPECT_EQ(ground.read("SELECT count(*) FROM message_terms"), "3");
    EXPECT_FALSE(found_by(ada, "kept").empty());
}

TEST_F(shared_history, given_a_running_turn_when_its_conversation_is_deleted_then_it_is_to_stop)
{
    const auto turn = begun(ada, "t", "q");

    ASSERT_TRUE(fakes::run(two.history.remove({}, ada, turn.conversation, now.wall())));

    const auto wanted = fakes::run(one.conversations.stops_wanted({}, self)).value();
    ASSERT_EQ(wanted.size(), 1U);
    EXPECT_EQ(wanted[0].id, turn.id);
}

/// Messages of old turns are looked for in later steps than those of new ones.
TEST_F(shared_history, given_a_word_of_long_ago_when_searched_then_it_is_found_among_many)
{
    const auto first = answered(ada, "long ago", "a walrus", "indeed");
    index_all(one);
    ground.read("ALTER TABLE turns ALTER COLUMN seq RESTART WITH 3000000");
    for (int count = 0; count < 3; ++count) answered(ben, "new", "newer words", "than that");
    const auto newest = answered(ada, "lately", "another walrus", "indeed");
    index_all(one);

    const auto found = found_by(ada, "walrus");

    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].turn, newest.id);
    EXPECT_EQ(found[1].turn, first.id);
}

/// Past all that is looked at first, and past what is walked for one word.
TEST_F(shared_history,
       given_thousands_of_messages_with_a_word_then_the_newest_and_the_rare_are_found)
{
    const auto oldest = answered(ada, "first", "rare often", "x");
    const auto like = answered(ada, "t", "often", "x");
    index_all(one);
    const std::string copied = "(SELECT seq FROM turns WHERE id = '" + like.id.text() + "')";
    ground.read(
        "INSERT INTO turns (principal, id, conversation, state, owner, epoch, created_at, model, "
        "request_fingerprint, question) SELECT principal, gen_random_uuid(), conversation, state, "
        "owner, epoch, created_at, model, request_fingerprint, question FROM turns "
        "CROSS JOIN generate_series(1, 5000) WHERE seq = " +
        copied +
        "; INSERT INTO message_terms SELECT t.seq * 4 + 1, m.keys, m.terms FROM turns AS t "
        "JOIN message_terms AS m ON m.message = " +
        copied + " * 4 + 1 WHERE t.seq > " + copied);

    const auto rare = found_by(ada, "rare");
    const auto often = found_by(ada, "often");
    const auto both = found_by(ada, "rare often");

    ASSERT_EQ(rare.size(), 1U);
    EXPECT_EQ(rare.front().turn, oldest.id);
    ASSERT_EQ(often.size(), 20U);
    EXPECT_EQ(often.front().turn->text(),
              ground.read("SELECT id FROM turns ORDER BY seq DESC LIMIT 1"));
    ASSERT_FALSE(both.empty());
    EXPECT_EQ(both.front().turn, oldest.id);
}

}  // namespace
}  // namespace parlance::contract
