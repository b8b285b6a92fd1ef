#include <parlance/chat/replica_link.hpp>

#include <parlance/chat/replica_limits.hpp>
#include <parlance/foundation/finish_by.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <set>
#include <utility>
#include <variant>

namespace parlance::chat {
namespace {

call_scope soon(const clock& now)
{
    call_scope scope;
    scope.deadline = now.steady() + beat_time_max;
    return scope;
}

/// A principal as a port wants it; names are for people.
access::principal somebody(access::principal_id who)
{
    return access::principal{who, {}};
}

}  // namespace

void replica_link::open()
{
    replica_lease::reactions how;
    how.lost = [this](turn_owner owner) { with_.turns.fence(owner); };
    how.confirmed = [this] { with_.turns.wake_readers(); };
    how.ended = [this](const std::vector<abandoned_turn>& turns) { publish_ended(turns); };
    with_.lease.react(std::move(how));
    with_.feed.relay_to([this](conversation_news news) { note(std::move(news)); });
    with_.messenger.listen(
        with_.lease.self(),
        [this](replica_id from, const replica_message& what) { hear(from, what); });
}

void replica_link::stop()
{
    is_stopping_ = true;
    has_news_.set();
}

/// On any thread.
void replica_link::hear(replica_id from, const replica_message& what)
{
    if (const auto* follows = std::get_if<follows_turn>(&what)) {
        with_.turns.hear(from, *follows);
    } else if (const auto* grew = std::get_if<turn_grew>(&what)) {
        with_.turns.look_again(grew->turn);
    } else if (std::holds_alternative<stop_wanted>(what)) {
        with_.turns.look_for_stops();
    } else {
        const auto& news = std::get<conversation_news>(what);
        if (news.turn) with_.turns.look_again(turn_key{news.who, *news.turn});
        if (!with_.feed.is_followed(news.who, news.conversation)) return;
        with_.tasks.start("news", show_news(with_, news));
    }
}

/// Shows those who follow a conversation here what happened elsewhere.
task<> replica_link::show_news(parts with, conversation_news news)
{
    if (news.turn) {
        const call_scope scope = soon(with.now);
        const access::principal who = somebody(news.who);
        auto reading = with.store.find_turn(scope, who, *news.turn);
        auto turn = co_await finish_by(scope, std::move(reading));
        if (turn) {
            const turn_changed change{turn->id, turn->parent, turn->state};
            with.feed.publish_here(news.who, news.conversation, change);
        }
    }
    with.feed.publish_here(news.who, news.conversation, conversation_changed());
}

void replica_link::publish_ended(const std::vector<abandoned_turn>& turns)
{
    for (const abandoned_turn& one : turns) {
        const conversation_news news{one.turn.who, one.conversation, one.turn.id};
        with_.turns.look_again(one.turn);
        note(news);
        if (!with_.feed.is_followed(one.turn.who, one.conversation)) continue;
        with_.tasks.start("news", show_news(with_, news));
    }
}

void replica_link::note(conversation_news news)
{
    const std::lock_guard lock(guard_);
    if (waiting_.size() >= news_waiting_max) return;
    waiting_.push_back(std::move(news));
    has_news_.set();
}

/// What is to be told, once each. A turn's news are its conversation's, too.
std::vector<replica_message> replica_link::take_news()
{
    std::deque<conversation_news> waiting;
    {
        // Whoever publishes waits for this lock: the rest is done outside.
        const std::lock_guard lock(guard_);
        waiting.swap(waiting_);
    }
    std::set<std::pair<access::principal_id, conversation_id>> conversations;
    std::set<turn_key> turns;
    std::vector<replica_message> messages;
    for (conversation_news& news : waiting) {
        const bool is_first = conversations.emplace(news.who, news.conversation).second;
        const bool is_told =
            news.turn ? !turns.insert(turn_key{news.who, *news.turn}).second : !is_first;
        if (!is_told) messages.emplace_back(std::move(news));
    }
    return messages;
}

task<> replica_link::run()
{
    while (!is_stopping_) {
        const bool is_live = with_.messenger.is_live();
        // What happened while no messages arrived is looked at once more when they do again.
        if (!is_live || !std::exchange(was_live_, is_live)) co_await look_at_followed();
        was_live_ = is_live;
        co_await has_news_.wait_until(with_.now.steady() + feeds_looked_at_every);
        co_await tell_news();
    }
}

task<> replica_link::tell_news()
{
    std::vector<replica_message> news = take_news();
    if (news.empty()) co_return;
    const call_scope scope = soon(with_.now);
    std::vector<replica_message> sent = news;
    const auto told = co_await with_.messenger.tell(scope, std::nullopt, std::move(sent));
    if (!told) keep_for_later(news);
}

/// Whoever hears messages looks at nothing by itself: what was not sent is sent with the next.
void replica_link::keep_for_later(const std::vector<replica_message>& news)
{
    const std::lock_guard lock(guard_);
    // In front of what came since, and the newest of them before the older.
    const std::size_t room = news_waiting_max - std::min(news_waiting_max, waiting_.size());
    const std::size_t left_out = news.size() - std::min(news.size(), room);
    std::deque<conversation_news> kept;
    for (std::size_t at = left_out; at < news.size(); ++at) {
        kept.push_back(std::get<conversation_news>(news[at]));
    }
    waiting_.insert(waiting_.begin(), kept.begin(), kept.end());
}

task<> replica_link::look_at_followed()
{
    const std::vector<key> followed = with_.feed.followed();
    std::erase_if(seen_, [&](const auto& one) {
        return std::find(followed.begin(), followed.end(), one.first) == followed.end();
    });
    for (const key& where : followed) co_await look_at(where);
}

task<> replica_link::look_at(key where)
{
    const call_scope scope = soon(with_.now);
    const access::principal who = somebody(where.first);
    auto looking = with_.histories.look_at(scope, who, where.second);
    auto now = co_await finish_by(scope, std::move(looking));
    if (!now) co_return;
    const auto before = seen_.find(where);
    sight next{now->summary, now->deleted_at, {}};
    const bool is_same = before != seen_.end() && before->second.summary == next.summary &&
                         before->second.deleted_at == next.deleted_at;
    if (is_same) co_return;
    auto reading = with_.histories.outline(scope, who, where.second);
    auto all = co_await finish_by(scope, std::move(reading));
    if (all) {
        for (const placed_turn& turn : all->turns) {
            next.turns.emplace(turn.id, turn.state);
            if (before == seen_.end()) continue;
            const auto known = before->second.turns.find(turn.id);
            const bool is_known =
                known != before->second.turns.end() && known->second == turn.state;
            if (is_known) continue;
            const turn_changed change{turn.id, turn.parent, turn.state};
            with_.feed.publish_here(where.first, where.second, change);
        }
    }
    with_.feed.publish_here(where.first, where.second, conversation_changed());
    seen_.insert_or_assign(where, std::move(next));
}

}  // namespace parlance::chat
