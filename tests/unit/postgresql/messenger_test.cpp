#include "postgresql_bench.hpp"

#include <parlance/postgresql/message_text.hpp>
#include <parlance/postgresql/postgresql_messenger.hpp>

#include <atomic>
#include <mutex>
#include <stdexcept>

namespace parlance::postgresql {
namespace {

/// A replica that listens, and what it heard.
class hearing {
public:
    hearing(database& sends, std::optional<config> direct, const collaborators& with)
        : messenger(sends, std::move(direct), with),
          self(chat::replica_id::make(with.now, with.random))
    {
        messenger.listen(self, [this](chat::replica_id from, const chat::replica_message& what) {
            if (stumbles.exchange(false)) throw std::runtime_error("a bug");
            const std::lock_guard lock(guard_);
            heard_.emplace_back(from, what);
        });
    }
    ~hearing() { messenger.close(); }
    hearing(const hearing&) = delete;
    hearing& operator=(const hearing&) = delete;

    [[nodiscard]] std::vector<std::pair<chat::replica_id, chat::replica_message>> heard() const
    {
        const std::lock_guard lock(guard_);
        return heard_;
    }

    postgresql_messenger messenger;
    chat::replica_id self;
    std::atomic<bool> stumbles = false;  // at the next message

private:
    mutable std::mutex guard_;
    std::vector<std::pair<chat::replica_id, chat::replica_message>> heard_;
};

class postgresql_messages : public postgresql_bench {
protected:
    ~postgresql_messages() override
    {
        // What listens ends before what it tells of.
        first.messenger.close();
        second.messenger.close();
        tasks.finish(std::chrono::seconds(10));
        threads.stop();
    }
    chat::turn_key turn()
    {
        return {access::principal_id::make(now, random), chat::turn_id::make(now, random)};
    }
    bool are_live()
    {
        return fakes::eventually(
            [&] { return first.messenger.is_live() && second.messenger.is_live(); });
    }
    result<> tell(hearing& by, std::optional<chat::replica_id> whom,
                  std::vector<chat::replica_message> what)
    {
        return run(by.messenger.tell({}, whom, std::move(what)));
    }

    std::unique_ptr<database> sends = opened(here());
    hearing first{*sends, here(), with()};
    hearing second{*sends, here(), with()};
};

TEST_F(postgresql_messages, given_a_message_to_one_then_only_that_one_hears_it)
{
    ASSERT_TRUE(are_live());
    const chat::replica_message said = chat::follows_turn{turn()};

    ASSERT_TRUE(tell(first, second.self, {said}));

    ASSERT_TRUE(fakes::eventually([&] { return second.heard().size() == 1; }));
    EXPECT_EQ(second.heard().front(), std::pair(first.self, said));
    EXPECT_TRUE(first.heard().empty());
}

TEST_F(postgresql_messages, given_a_message_to_all_then_all_others_hear_it)
{
    ASSERT_TRUE(are_live());
    const chat::replica_message said = chat::stop_wanted{turn()};
    const chat::replica_message last = chat::stop_wanted{turn()};

    ASSERT_TRUE(tell(first, std::nullopt, {said}));
    ASSERT_TRUE(tell(second, first.self, {last}));

    ASSERT_TRUE(fakes::eventually([&] { return second.heard().size() == 1; }));
    EXPECT_EQ(second.heard().front().second, said);
    ASSERT_TRUE(fakes::eventually([&] { return first.heard().size() == 1; }));
    EXPECT_EQ(first.heard().front().second, last);
}

TEST_F(postgresql_messages, given_more_than_a_notification_holds_then_all_of_it_is_heard_in_order)
{
    ASSERT_TRUE(are_live());
    std::vector<chat::replica_message> many;
    for (int count = 0; count < 500; ++count) {
        many.emplace_back(chat::turn_grew{turn(), {count, 7}, count % 2 == 0});
    }

    ASSERT_TRUE(tell(first, second.self, many));

    ASSERT_TRUE(fakes::eventually([&] { return second.heard().size() == many.size(); }));
    std::vector<chat::replica_message> heard;
    for (const auto& [from, what] : second.heard()) heard.push_back(what);
    EXPECT_EQ(heard, many);
}

TEST_F(postgresql_messages, given_a_broken_connection_then_not_live_until_it_is_made_again)
{
    ASSERT_TRUE(are_live());
    ASSERT_GE(server.end_sessions(name), 2);

    ASSERT_TRUE(fakes::eventually([&] { return log.count("notifications_interrupted") == 2; }));

    ASSERT_TRUE(are_live());
    ASSERT_TRUE(tell(first, second.self, {chat::stop_wanted{turn()}}));
    EXPECT_TRUE(fakes::eventually([&] { return second.heard().size() == 1; }));
}

TEST_F(postgresql_messages, given_a_listener_that_throws_then_not_live_until_it_listens_again)
{
    ASSERT_TRUE(are_live());
    second.stumbles = true;

    ASSERT_TRUE(tell(first, second.self, {chat::stop_wanted{turn()}}));

    ASSERT_TRUE(fakes::eventually([&] { return log.count("loop_failed") == 1; }));
    EXPECT_TRUE(second.heard().empty());
    ASSERT_TRUE(are_live());
    ASSERT_TRUE(tell(first, second.self, {chat::stop_wanted{turn()}}));
    EXPECT_TRUE(fakes::eventually([&] { return second.heard().size() == 1; }));
}

TEST_F(postgresql_messages, given_no_direct_connection_then_it_sends_and_is_never_live)
{
    ASSERT_TRUE(are_live());
    hearing deaf(*sends, std::nullopt, with());

    ASSERT_TRUE(tell(deaf, second.self, {chat::stop_wanted{turn()}}));
    ASSERT_TRUE(fakes::eventually([&] { return second.heard().size() == 1; }));

    EXPECT_FALSE(deaf.messenger.is_live());
}

}  // namespace
}  // namespace parlance::postgresql
