#pragma once

#include "stores.hpp"

#include <parlance/chat/conversation_store.hpp>

#include <gtest/gtest.h>

#include <fakes/manual_clock.hpp>
#include <fakes/run.hpp>
#include <fakes/seeded_random.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parlance::contract {

/// An empty store, two principals who use it and two replicas that own turns.
class conversation_store_contract : public testing::TestWithParam<store_kind> {
protected:
    template <class Id>
    Id fresh()
    {
        return Id::make(now, random);
    }
    /// A first question of a new conversation.
    chat::new_turn first_question(std::string text)
    {
        now.advance(std::chrono::milliseconds(10));
        std::string title = "about " + text.substr(0, 20);
        return {.id = fresh<chat::turn_id>(),
                .conversation = std::nullopt,
                .new_conversation = fresh<chat::conversation_id>(),
                .title = std::move(title),
                .parent = chat::new_turn::parent_kind::newest,
                .named_parent = std::nullopt,
                .question = std::move(text),
                .model = "offline",
                .request_fingerprint = "a",
                .owner = self,
                .created_at = now.wall()};
    }
    chat::new_turn next_question(chat::conversation_id where, std::string text)
    {
        chat::new_turn asked = first_question(std::move(text));
        asked.conversation = where;
        return asked;
    }
    result<chat::begun_turn> begin(const access::principal& who, chat::new_turn asked)
    {
        return fakes::run(store().begin_turn({}, who, std::move(asked)));
    }
    /// Begins it and gives the record.
    chat::turn_record begun(const access::principal& who, chat::new_turn asked)
    {
        return begin(who, std::move(asked)).value().record;
    }
    result<chat::turn_record> found(const access::principal& who, chat::turn_id which)
    {
        return fakes::run(store().find_turn({}, who, which));
    }
    result<std::vector<chat::turn_key>> append(chat::turn_owner owner, chat::turn_progress growth)
    {
        std::vector<chat::turn_progress> all;
        all.push_back(std::move(growth));
        return fakes::run(store().append_progress({}, owner, std::move(all)));
    }
    static chat::turn_progress growth_of(const access::principal& who, chat::turn_id which,
                                         std::int64_t from, std::string text)
    {
        return {who.id, which, from, std::move(text), 0, {}};
    }
    chat::turn_end end_of(chat::turn_id which, std::string answer)
    {
        now.advance(std::chrono::milliseconds(10));
        return {which,     chat::turn_state::completed, std::move(answer), {}, std::nullopt,
                now.wall()};
    }
    result<> finish(const access::principal& who, chat::turn_owner owner, chat::turn_end end)
    {
        return fakes::run(store().finish_turn({}, who, owner, std::move(end)));
    }
    result<chat::conversation_page> listed(const access::principal& who, std::string cursor = "",
                                           std::size_t limit = 50)
    {
        return fakes::run(store().list({}, who, std::move(cursor), limit));
    }
    result<chat::opened_conversation> opened(const access::principal& who,
                                             chat::conversation_id which)
    {
        return opened(who, which, std::nullopt);
    }
    result<chat::opened_conversation> opened(const access::principal& who,
                                             chat::conversation_id which,
                                             std::optional<chat::turn_id> through)
    {
        chat::path_wanted wanted;
        wanted.through = through;
        return fakes::run(store().open({}, who, which, wanted));
    }
    /// Begins a first question and ends it with an answer.
    chat::turn_record answered(const access::principal& who, std::string question,
                               std::string answer)
    {
        auto turn = begun(who, first_question(std::move(question)));
        EXPECT_TRUE(finish(who, self, end_of(turn.id, std::move(answer))));
        return turn;
    }
    /// The same under a turn, or beside it when `parent` is its parent.
    chat::new_turn under(chat::conversation_id where, std::optional<chat::turn_id> parent,
                         std::string text)
    {
        chat::new_turn asked = next_question(where, std::move(text));
        asked.parent =
            parent ? chat::new_turn::parent_kind::named : chat::new_turn::parent_kind::none;
        asked.named_parent = parent;
        return asked;
    }
    /// Makes everything searchable.
    void index_all()
    {
        while (fakes::run(history().index_messages({}, 3)).value() > 0) {}
    }
    std::vector<chat::conversation_match> found_by(const access::principal& who, std::string text,
                                                   std::size_t limit = 20)
    {
        return fakes::run(history().search({}, who, std::move(text), limit)).value();
    }
    /// A replica that was not there before.
    chat::turn_owner joined() { return joined(fresh<chat::replica_id>()); }
    chat::turn_owner joined(chat::replica_id which)
    {
        return fakes::run(replicas().join({}, which, now.wall())).value();
    }
    chat::replica_store& replicas() { return with->replicas(); }
    chat::conversation_store& store() { return with->conversations(); }
    chat::history_store& history() { return with->history(); }

    fakes::manual_clock now;
    fakes::seeded_random random{7};
    access::principal ada{access::principal_id::make(now, random), "Ada"};
    access::principal ben{access::principal_id::make(now, random), "Ben"};
    std::unique_ptr<stores> with = GetParam().make();
    chat::turn_owner self = joined();
    chat::turn_owner other = joined();
};

inline std::string kind_name(const testing::TestParamInfo<store_kind>& tested)
{
    return tested.param.name;
}

}  // namespace parlance::contract
