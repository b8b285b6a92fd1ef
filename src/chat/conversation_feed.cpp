#include <parlance/chat/conversation_feed.hpp>

namespace parlance::chat {

void conversation_feed::publish(access::principal_id who, conversation_id where, feed_event what)
{
    if (others_) {
        conversation_news news{who, where, std::nullopt};
        if (const auto* turn = std::get_if<turn_changed>(&what)) news.turn = turn->id;
        others_(std::move(news));
    }
    publish_here(who, where, std::move(what));
}

bool conversation_feed::is_followed(access::principal_id who, conversation_id where) const
{
    const std::lock_guard lock(guard_);
    return readers_.contains(key{who, where});
}

std::vector<conversation_feed::key> conversation_feed::followed() const
{
    const std::lock_guard lock(guard_);
    std::vector<key> all;
    for (const auto& [which, readers] : readers_) all.push_back(which);
    return all;
}

void conversation_feed::send_away()
{
    const std::lock_guard lock(guard_);
    sends_away_ = true;
    for (auto& [which, readers] : readers_) {
        for (reader& one : readers) {
            one.is_sent_away = true;
            one.news.set();
        }
    }
}

void conversation_feed::publish_here(access::principal_id who, conversation_id where,
                                     feed_event what)
{
    const std::lock_guard lock(guard_);
    const auto found = readers_.find(key{who, where});
    if (found == readers_.end()) return;
    for (reader& one : found->second) {
        if (one.waiting.size() < limits::feed_events_max) one.waiting.push_back(what);
        else one.has_missed = true;
        one.news.set();
    }
}

conversation_feed::subscription::subscription(conversation_feed& feed, access::principal_id who,
                                              conversation_id where)
    : feed_(feed), key_{who, where}
{
    const std::lock_guard lock(feed_.guard_);
    auto& readers = feed_.readers_[key_];
    place_ = readers.emplace(readers.end());
    place_->is_sent_away = feed_.sends_away_;
}

conversation_feed::subscription::~subscription()
{
    const std::lock_guard lock(feed_.guard_);
    const auto found = feed_.readers_.find(key_);
    found->second.erase(place_);
    if (found->second.empty()) feed_.readers_.erase(found);
}

std::vector<feed_event> conversation_feed::subscription::take()
{
    const std::lock_guard lock(feed_.guard_);
    std::vector<feed_event> taken(place_->waiting.begin(), place_->waiting.end());
    place_->waiting.clear();
    return taken;
}

bool conversation_feed::subscription::has_missed() const
{
    const std::lock_guard lock(feed_.guard_);
    return place_->has_missed;
}

bool conversation_feed::subscription::is_sent_away() const
{
    const std::lock_guard lock(feed_.guard_);
    return place_->is_sent_away;
}

task<bool> conversation_feed::subscription::news_by(steady_time deadline)
{
    co_return co_await place_->news.wait_until(deadline);
}

}  // namespace parlance::chat
