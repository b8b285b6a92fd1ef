#include <parlance/postgresql/message_text.hpp>

#include <fakes/manual_clock.hpp>
#include <fakes/seeded_random.hpp>

#include <gtest/gtest.h>

namespace parlance::postgresql {
namespace {

class message_text : public testing::Test {
protected:
    template <class Id>
    Id fresh()
    {
        return Id::make(now, random);
    }
    chat::turn_key turn() { return {fresh<access::principal_id>(), fresh<chat::turn_id>()}; }

    fakes::manual_clock now;
    fakes::seeded_random random{3};
    chat::replica_id self = fresh<chat::replica_id>();
};

TEST_F(message_text, given_every_kind_when_written_and_read_then_the_same)
{
    const std::vector<chat::replica_message> all{
        chat::follows_turn{turn()},
        chat::turn_grew{turn(), {3, 4'096}, false},
        chat::turn_grew{turn(), {0, 0}, true},
        chat::stop_wanted{turn()},
        chat::conversation_news{fresh<access::principal_id>(), fresh<chat::conversation_id>(),
                                std::nullopt},
        chat::conversation_news{fresh<access::principal_id>(), fresh<chat::conversation_id>(),
                                fresh<chat::turn_id>()}};

    const auto payloads = payloads_of(self, all);

    ASSERT_EQ(payloads.size(), 1U);
    const auto heard = read_payload(payloads.front());
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->from, self);
    EXPECT_EQ(heard->all, all);
}

TEST_F(message_text, given_many_when_written_then_they_are_split_and_none_is_lost)
{
    std::vector<chat::replica_message> all;
    for (int count = 0; count < 1'000; ++count) all.emplace_back(chat::stop_wanted{turn()});

    const auto payloads = payloads_of(self, all);

    EXPECT_GT(payloads.size(), 1U);
    std::vector<chat::replica_message> heard;
    for (const std::string& one : payloads) {
        EXPECT_LE(one.size(), payload_bytes_max);
        const auto part = read_payload(one);
        ASSERT_TRUE(part);
        heard.insert(heard.end(), part->all.begin(), part->all.end());
    }
    EXPECT_EQ(heard, all);
}

TEST_F(message_text, given_anything_else_when_read_then_it_is_left_out)
{
    EXPECT_FALSE(read_payload(""));
    EXPECT_FALSE(read_payload("2 " + self.text()));
    EXPECT_FALSE(read_payload("1 nobody\nstop"));
    const auto partly =
        read_payload("1 " + self.text() + "\ndances " + turn().id.text() +
                     "\nstop x y\ngrew\n\nstop " + turn().who.text() + " " + turn().id.text());
    ASSERT_TRUE(partly);
    EXPECT_EQ(partly->all.size(), 1U);
}

}  // namespace
}  // namespace parlance::postgresql
