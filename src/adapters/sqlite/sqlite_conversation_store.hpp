#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/sqlite/sqlite_database.hpp>

#include <string>
#include <vector>

namespace parlance::sqlite {

/// Conversations and turns in SQLite. Questions and ends survive a power loss, progress a crash.
class sqlite_conversation_store : public chat::conversation_store {
public:
    /// @param database  outlives the store.
    explicit sqlite_conversation_store(sqlite_database& database) : database_(database) {}

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
    sqlite_database& database_;
};

}  // namespace parlance::sqlite
