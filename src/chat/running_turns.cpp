#include <parlance/chat/running_turns.hpp>

#include <parlance/foundation/limits.hpp>

#include <utility>

namespace parlance::chat {

running_turns::turn running_turns::find(const turn_key& key) const
{
    const std::lock_guard lock(guard_);
    const auto place = turns_.find(key);
    return place == turns_.end() ? nullptr : place->second;
}

void running_turns::forget(const turn_key& key, const turn& which)
{
    const std::lock_guard lock(guard_);
    const auto place = turns_.find(key);
    if (place != turns_.end() && place->second == which) turns_.erase(place);
}

result<running_turns::reservation> running_turns::reserve(const turn_key& key,
                                                          const access::principal& who,
                                                          const asked_question& asked)
{
    const std::lock_guard lock(guard_);
    const auto place = turns_.find(key);
    if (place != turns_.end()) return reservation{place->second, false};
    if (is_refusing()) return overloaded("the server is shutting down");
    if (turns_.size() >= limits::turns_running_max) {
        return overloaded("too many answers are being written at once");
    }
    const auto owner = lease_.owner();
    if (!owner) return overloaded("this replica has not joined the others yet");
    const conversation_id where =
        asked.conversation ? *asked.conversation : conversation_id::make(now_, random_);
    running_turn::reserved as{asked.message_text, fingerprint_of(asked), where, *owner};
    auto made = std::make_shared<running_turn>(who, std::move(as));
    turns_.emplace(key, made);
    has_some_.set();
    return reservation{made, true};
}

running_turns::turn running_turns::reserve_again(const turn_key& key, const running_turn& as)
{
    const std::lock_guard lock(guard_);
    running_turn::reserved same{as.question, as.fingerprint, as.reserved_in, as.owner};
    auto made = std::make_shared<running_turn>(as.who, std::move(same));
    const stop_cause cause = as.cause;
    if (cause != stop_cause::none) made->end_because(cause);
    made->is_hidden = as.is_hidden.load();
    turns_.insert_or_assign(key, made);
    has_some_.set();
    return made;
}

void running_turns::leave(leaving how)
{
    const std::lock_guard lock(guard_);
    leaving_ = how;
}

std::vector<running_turns::turn> running_turns::all() const
{
    const std::lock_guard lock(guard_);
    std::vector<turn> found;
    for (const auto& [key, one] : turns_) found.push_back(one);
    return found;
}

std::vector<running_turns::turn> running_turns::in(const access::principal_id& who,
                                                   const conversation_id& where) const
{
    std::vector<turn> found;
    for (const turn& one : all()) {
        if (one->who.id == who && one->conversation() == where) found.push_back(one);
    }
    return found;
}

std::size_t running_turns::count() const
{
    const std::lock_guard lock(guard_);
    return turns_.size();
}

}  // namespace parlance::chat
