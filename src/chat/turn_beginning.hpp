#pragma once

#include <parlance/chat/running_turns.hpp>
#include <parlance/chat/turn_service.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/language/language_model.hpp>

#include <memory>

namespace parlance::chat {

/// Begins one turn and takes it. A task of its own from the start: the client that asked may be
/// gone before the question is committed, and nothing of it may be lost then.
class turn_beginning {
public:
    turn_beginning(turn_service::parts with, std::shared_ptr<running_turns> in,
                   std::shared_ptr<running_turn> which, new_turn how,
                   language::language_model& model);
    /// Leaves the list of running turns however the task ends, also when it never ran: then whoever
    /// waits for the question to be kept is told, and readers are not left waiting for an end.
    ~turn_beginning();
    turn_beginning(turn_beginning&&) noexcept = default;
    turn_beginning(const turn_beginning&) = delete;
    turn_beginning& operator=(const turn_beginning&) = delete;
    turn_beginning& operator=(turn_beginning&&) = delete;

    static task<> run(turn_beginning self);

private:
    [[nodiscard]] turn_key key() const { return turn_key{turn_->who.id, begin_.id}; }
    task<bool> begin();
    void tell_begun();
    task<result<begun_turn>> find_out(error cause);
    bool publish(result<begun_turn> begun);
    void tell_to_ask_again(error cause);

    turn_service::parts with_;
    std::shared_ptr<running_turns> running_;
    std::shared_ptr<running_turn> turn_;
    new_turn begin_;
    language::language_model& model_;
};

}  // namespace parlance::chat
