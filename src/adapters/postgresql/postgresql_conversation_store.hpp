#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/postgresql/begin_turns.hpp>
#include <parlance/postgresql/database.hpp>
#include <parlance/postgresql/end_turns.hpp>
#include <parlance/postgresql/gathering.hpp>

#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

/// Conversations and turns in PostgreSQL. Questions and ends are as durable as the server makes
/// them; progress may lose its last moments when the server's machine goes down. Questions and ends
/// that come at once are written together.
class postgresql_conversation_store : public chat::conversation_store {
public:
    /// @param of  outlives the store.
    explicit postgresql_conversation_store(database& of);

    task<result<chat::begun_turn>> begin_turn(call_scope scope, access::principal who,
                                              chat::new_turn asked) override;
    task<result<std::vector<chat::turn_key>>> append_progress(
        call_scope scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth) override;
    task<result<>> finish_turn(call_scope scope, access::principal who, chat::turn_owner owner,
                               chat::turn_end end) override;
    task<result<chat::turn_record>> find_turn(call_scope scope, access::principal who,
                                              chat::turn_id which) override;
    task<result<chat::turn_growth>> read_growth(call_scope scope, access::principal who,
                                                chat::turn_id which, chat::position from) override;
    task<result<chat::turn_standing>> want_stop(call_scope scope, access::principal who,
                                                chat::turn_id which) override;
    task<result<std::vector<chat::turn_key>>> stops_wanted(call_scope scope,
                                                           chat::turn_owner owner) override;
    task<result<chat::conversation_page>> list(call_scope scope, access::principal who,
                                               std::string cursor, std::size_t limit) override;
    task<result<chat::opened_conversation>> open(call_scope scope, access::principal who,
                                                 chat::conversation_id which,
                                                 chat::path_wanted wanted) override;
    task<result<std::size_t>> interrupt_left_running(call_scope scope, chat::turn_owner owner,
                                                     wall_time now) override;

private:
    task<result<chat::begun_turn>> begin_alone(call_scope scope, access::principal_id who,
                                               const chat::new_turn& asked);
    task<result<>> finish_alone(call_scope scope, const asked_end& asked);

    database& database_;
    gathering<asked_turn, std::optional<chat::begun_turn>> beginnings_;
    gathering<asked_end, end_kept> ends_;
};

}  // namespace parlance::postgresql
