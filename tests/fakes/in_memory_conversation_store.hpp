#pragma once

#include <parlance/chat/conversation_store.hpp>
#include <parlance/chat/history_store.hpp>
#include <parlance/chat/replica_store.hpp>
#include <parlance/chat/turn_tree.hpp>

#include <fakes/fault_plan.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace parlance::fakes {

enum class conversation_operation {
    begin_turn,
    append_progress,
    finish_turn,
    find_turn,
    list,
    open,
    interrupt_left_running,
    read_growth,
    want_stop,
    stops_wanted,
    join,
    beat,
    heartbeats,
    declare_dead,
    leave,
    look_at,
    outline,
    read_turns,
    rename,
    remove,
    restore,
    rate,
    search,
    index_messages,
    erase_deleted
};

/// Conversations that live as long as the object. Any thread; no call ever waits.
class in_memory_conversation_store : public chat::conversation_store,
                                     public chat::history_store,
                                     public chat::replica_store {
public:
    in_memory_conversation_store() = default;
    /// @param analyzer  what makes words of texts; outlives the store. Without one nothing is
    /// found.
    explicit in_memory_conversation_store(const knowledge::text_analyzer& analyzer)
        : analyzer_(&analyzer)
    {
    }

    task<result<chat::begun_turn>> begin_turn(call_scope scope, access::principal who,
                                              chat::new_turn asked) override;
    task<result<std::vector<chat::turn_key>>> append_progress(
        call_scope scope, chat::turn_owner owner, std::vector<chat::turn_progress> growth) override;
    task<result<>> finish_turn(call_scope scope, access::principal who, chat::turn_owner owner,
                               chat::turn_end end) override;
    task<result<chat::turn_record>> find_turn(call_scope scope, access::principal who,
                                              chat::turn_id which) override;
    task<result<chat::conversation_page>> list(call_scope scope, access::principal who,
                                               std::string cursor, std::size_t limit) override;
    task<result<chat::opened_conversation>> open(call_scope scope, access::principal who,
                                                 chat::conversation_id which,
                                                 chat::path_wanted wanted) override;
    task<result<std::size_t>> interrupt_left_running(call_scope scope, chat::turn_owner owner,
                                                     wall_time now) override;
    task<result<chat::turn_growth>> read_growth(call_scope scope, access::principal who,
                                                chat::turn_id which, chat::position from) override;
    task<result<chat::turn_standing>> want_stop(call_scope scope, access::principal who,
                                                chat::turn_id which) override;
    task<result<std::vector<chat::turn_key>>> stops_wanted(call_scope scope,
                                                           chat::turn_owner owner) override;

    task<result<chat::turn_owner>> join(call_scope scope, chat::replica_id self,
                                        wall_time now) override;
    task<result<>> beat(call_scope scope, chat::turn_owner self) override;
    task<result<std::vector<chat::heartbeat>>> heartbeats(call_scope scope) override;
    task<result<std::vector<chat::abandoned_turn>>> declare_dead(call_scope scope,
                                                                 chat::heartbeat seen,
                                                                 wall_time now) override;
    task<result<std::vector<chat::abandoned_turn>>> leave(call_scope scope, chat::turn_owner self,
                                                          wall_time now) override;

    task<result<chat::conversation_now>> look_at(call_scope scope, access::principal who,
                                                 chat::conversation_id which) override;
    task<result<chat::conversation_outline>> outline(call_scope scope, access::principal who,
                                                     chat::conversation_id which) override;
    task<result<std::vector<chat::turn_record>>> read_turns(call_scope scope, access::principal who,
                                                            chat::conversation_id which,
                                                            chat::turns_wanted wanted) override;
    task<result<chat::conversation_summary>> rename(call_scope scope, access::principal who,
                                                    chat::conversation_id which,
                                                    std::string title) override;
    task<result<wall_time>> remove(call_scope scope, access::principal who,
                                   chat::conversation_id which, wall_time now) override;
    task<result<chat::conversation_summary>> restore(call_scope scope, access::principal who,
                                                     chat::conversation_id which,
                                                     wall_time deleted_since) override;
    task<result<>> rate(call_scope scope, access::principal who, chat::turn_id which,
                        std::optional<chat::feedback> rated) override;
    task<result<std::vector<chat::conversation_match>>> search(call_scope scope,
                                                               access::principal who,
                                                               std::string text,
                                                               std::size_t limit) override;
    task<result<std::size_t>> index_messages(call_scope scope, std::size_t limit) override;
    task<result<std::size_t>> erase_deleted(call_scope scope, wall_time deleted_before,
                                            std::size_t limit) override;

    /// The next call of `which` answers `with` and changes nothing.
    void fail_next(conversation_operation which, error with)
    {
        plan_.fail_next(which, std::move(with));
    }
    void throw_next(conversation_operation which, const std::exception_ptr& thrown)
    {
        plan_.throw_next(which, thrown);
    }
    /// So many calls of `which` go well before the next planned error.
    void pass(conversation_operation which, std::size_t calls) { plan_.pass(which, calls); }
    /// The next death is kept, and its answer is lost: this comes instead.
    void lose_next_death(error with)
    {
        const std::lock_guard lock(guard_);
        lost_death_ = std::move(with);
    }
    /// While it is away every call answers so and changes nothing.
    void go_away(error with) { plan_.fail_all(std::move(with)); }
    void come_back() { plan_.fail_all(std::nullopt); }
    [[nodiscard]] std::size_t calls(conversation_operation which) const
    {
        return plan_.calls(which);
    }

    /// Rules that a test lets it break, to show that somebody would notice.
    enum class broken_rule {
        none,
        anybody_writes,        // whoever owns the turn, under whatever epoch
        ends_change,           // an end is not the last word
        ended_again_and_again  // a dead replica's turns are given to everybody who declares it dead
    };
    void break_rule(broken_rule which)
    {
        const std::lock_guard lock(guard_);
        broken_ = which;
    }
    /// A turn, without a call.
    [[nodiscard]] std::optional<chat::turn_record> peek(const chat::turn_key& which) const;
    [[nodiscard]] bool has_joined(const chat::turn_owner& owner) const;
    [[nodiscard]] std::vector<chat::heartbeat> heartbeats_now() const;
    /// Writes by somebody who was not the owner of the turn, or not among the replicas any more.
    [[nodiscard]] std::size_t foreign_writes() const;
    /// The turns that were ended because their owner was gone.
    [[nodiscard]] std::set<chat::turn_key> abandoned() const;

private:
    struct stored_turn {
        chat::turn_record record;
        std::string fingerprint;
        std::uint64_t sequence;  // order of begin_turn
        bool is_stop_wanted = false;
        std::string indexed_question{};
        std::string indexed_answer{};
    };
    struct stored_conversation {
        std::string title;
        wall_time created_at;
        wall_time updated_at;
        std::optional<wall_time> deleted_at{};
        std::string indexed_title{};
    };
    using conversation_key = std::pair<access::principal_id, chat::conversation_id>;

    result<chat::begun_turn> begin(const access::principal& who, chat::new_turn asked);
    result<std::optional<chat::turn_id>> parent_of(const access::principal& who,
                                                   const chat::new_turn& asked) const;
    result<> finish(const access::principal& who, chat::turn_owner owner, chat::turn_end end);
    [[nodiscard]] bool may_write(const chat::turn_record& record,
                                 const chat::turn_owner& owner) const;
    [[nodiscard]] bool is_joined(const chat::turn_owner& owner) const;
    std::vector<chat::abandoned_turn> interrupt_turns_of(chat::replica_id owner, wall_time now);
    [[nodiscard]] bool is_open(const conversation_key& which) const;
    /// Its turns, the oldest first.
    [[nodiscard]] std::vector<const stored_turn*> turns_in(const conversation_key& which) const;
    [[nodiscard]] chat::turn_tree tree_of(const conversation_key& which) const;
    [[nodiscard]] std::vector<chat::turn_record> records(const conversation_key& in,
                                                         const std::vector<chat::turn_id>& which,
                                                         chat::turn_bounds most) const;
    std::vector<chat::conversation_match> find_words(const access::principal_id& who,
                                                     const std::set<std::string>& wanted) const;
    bool grow(chat::turn_owner owner, chat::turn_progress growth);
    [[nodiscard]] const stored_turn* newest_turn(const conversation_key& where) const;
    [[nodiscard]] chat::conversation_summary summary_of(const conversation_key& which,
                                                        const stored_conversation& stored) const;

    mutable std::mutex guard_;
    std::map<chat::turn_key, stored_turn> turns_;
    std::map<conversation_key, stored_conversation> conversations_;
    std::map<chat::replica_id, chat::heartbeat> replicas_;
    std::int64_t last_epoch_ = 0;
    std::set<chat::turn_key> abandoned_;
    std::optional<error> lost_death_;
    std::map<chat::turn_owner, std::vector<chat::abandoned_turn>> unheard_;  // by who died
    std::size_t foreign_writes_ = 0;
    broken_rule broken_ = broken_rule::none;
    std::uint64_t sequence_ = 0;
    const knowledge::text_analyzer* analyzer_ = nullptr;
    fault_plan<conversation_operation> plan_;
};

}  // namespace parlance::fakes
