#include <parlance/chat/snippet.hpp>

#include <fakes/in_memory_conversation_store.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

// The half of the store that is history_store.
namespace parlance::fakes {
namespace {

using chat::conversation_match;
using chat::match_place;

error no_conversation()
{
    return fail(fault::not_found, "there is no such conversation");
}

struct ranked_match {
    conversation_match is;
    std::size_t words = 0;  // different ones of those that were looked for
    std::size_t length = 0;
    std::uint64_t sequence = 0;
};

bool is_better(const ranked_match& left, const ranked_match& right)
{
    const std::size_t left_share = left.words * right.length;
    const std::size_t right_share = right.words * left.length;
    return std::tie(left.words, left_share, left.sequence) >
           std::tie(right.words, right_share, right.sequence);
}

}  // namespace

bool in_memory_conversation_store::is_open(const conversation_key& which) const
{
    const auto found = conversations_.find(which);
    return found != conversations_.end() && !found->second.deleted_at;
}

std::vector<const in_memory_conversation_store::stored_turn*>
in_memory_conversation_store::turns_in(const conversation_key& which) const
{
    std::vector<const stored_turn*> found;
    for (const auto& [key, turn] : turns_) {
        if (key.who == which.first && turn.record.conversation == which.second) {
            found.push_back(&turn);
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto* left, const auto* right) { return left->sequence < right->sequence; });
    return found;
}

chat::turn_tree in_memory_conversation_store::tree_of(const conversation_key& which) const
{
    chat::turn_tree tree;
    for (const stored_turn* turn : turns_in(which)) tree.add(turn->record.id, turn->record.parent);
    return tree;
}

std::vector<chat::turn_record> in_memory_conversation_store::records(
    const conversation_key& in, const std::vector<chat::turn_id>& which,
    chat::turn_bounds most) const
{
    const chat::turn_tree tree = tree_of(in);
    std::vector<chat::turn_record> taken;
    std::size_t bytes = 0;
    for (const chat::turn_id& turn : which) {
        const chat::turn_record& record = turns_.at({in.first, turn}).record;
        bytes += chat::bytes_counted(record);
        const bool fits = taken.size() < most.turns_max && bytes <= most.bytes_max;
        if (!taken.empty() && !fits) break;
        taken.push_back(record);
        taken.back().siblings = tree.siblings_of(turn);
    }
    return taken;
}

task<result<chat::opened_conversation>> in_memory_conversation_store::open(
    call_scope, access::principal who, chat::conversation_id which, chat::path_wanted wanted)
{
    if (auto planned = plan_.enter(conversation_operation::open)) co_return *planned;
    const std::lock_guard lock(guard_);
    const conversation_key key{who.id, which};
    if (!is_open(key)) co_return no_conversation();
    const chat::turn_tree tree = tree_of(key);
    const auto named = wanted.before ? wanted.before : wanted.through;
    if (named && !tree.holds(*named)) co_return no_conversation();
    std::vector<chat::turn_id> path = named ? tree.path_through(*named) : tree.newest_path();
    if (wanted.before) path.erase(std::find(path.begin(), path.end(), *wanted.before), path.end());
    std::reverse(path.begin(), path.end());
    chat::opened_conversation opened{summary_of(key, conversations_.at(key)),
                                     records(key, path, wanted.most), false};
    opened.has_earlier = opened.turns.size() < path.size();
    std::reverse(opened.turns.begin(), opened.turns.end());
    co_return opened;
}

task<result<chat::conversation_now>> in_memory_conversation_store::look_at(
    call_scope, access::principal who, chat::conversation_id which)
{
    if (auto planned = plan_.enter(conversation_operation::look_at)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = conversations_.find({who.id, which});
    if (found == conversations_.end()) co_return no_conversation();
    co_return chat::conversation_now{summary_of(found->first, found->second),
                                     found->second.deleted_at};
}

task<result<chat::conversation_outline>> in_memory_conversation_store::outline(
    call_scope, access::principal who, chat::conversation_id which)
{
    if (auto planned = plan_.enter(conversation_operation::outline)) co_return *planned;
    const std::lock_guard lock(guard_);
    const conversation_key key{who.id, which};
    if (!is_open(key)) co_return no_conversation();
    chat::conversation_outline outline{summary_of(key, conversations_.at(key)), {}};
    for (const stored_turn* turn : turns_in(key)) {
        const chat::turn_record& record = turn->record;
        outline.turns.push_back({record.id, record.parent, record.state});
    }
    co_return outline;
}

task<result<std::vector<chat::turn_record>>> in_memory_conversation_store::read_turns(
    call_scope, access::principal who, chat::conversation_id which, chat::turns_wanted wanted)
{
    if (auto planned = plan_.enter(conversation_operation::read_turns)) co_return *planned;
    const std::lock_guard lock(guard_);
    const conversation_key key{who.id, which};
    if (!is_open(key)) co_return no_conversation();
    const chat::turn_tree tree = tree_of(key);
    for (const chat::turn_id& turn : wanted.turns) {
        if (!tree.holds(turn)) co_return no_conversation();
    }
    co_return records(key, wanted.turns, wanted.most);
}

task<result<chat::conversation_summary>> in_memory_conversation_store::rename(
    call_scope, access::principal who, chat::conversation_id which, std::string title)
{
    if (auto planned = plan_.enter(conversation_operation::rename)) co_return *planned;
    const std::lock_guard lock(guard_);
    const conversation_key key{who.id, which};
    if (!is_open(key)) co_return no_conversation();
    conversations_.at(key).title = std::move(title);
    co_return summary_of(key, conversations_.at(key));
}

task<result<wall_time>> in_memory_conversation_store::remove(call_scope, access::principal who,
                                                             chat::conversation_id which,
                                                             wall_time now)
{
    if (auto planned = plan_.enter(conversation_operation::remove)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = conversations_.find({who.id, which});
    if (found == conversations_.end()) co_return no_conversation();
    if (!found->second.deleted_at) found->second.deleted_at = now;
    for (auto& [turn_of, turn] : turns_) {
        const bool is_in = turn_of.who == who.id && turn.record.conversation == which;
        turn.is_stop_wanted = turn.is_stop_wanted || is_in;
    }
    co_return *found->second.deleted_at;
}

task<result<chat::conversation_summary>> in_memory_conversation_store::restore(
    call_scope, access::principal who, chat::conversation_id which, wall_time deleted_since)
{
    if (auto planned = plan_.enter(conversation_operation::restore)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = conversations_.find({who.id, which});
    if (found == conversations_.end()) co_return no_conversation();
    auto& deleted_at = found->second.deleted_at;
    if (deleted_at && *deleted_at < deleted_since) co_return no_conversation();
    deleted_at.reset();
    co_return summary_of(found->first, found->second);
}

task<result<>> in_memory_conversation_store::rate(call_scope, access::principal who,
                                                  chat::turn_id which,
                                                  std::optional<chat::feedback> rated)
{
    if (auto planned = plan_.enter(conversation_operation::rate)) co_return *planned;
    const std::lock_guard lock(guard_);
    const auto found = turns_.find({who.id, which});
    if (found == turns_.end() || !is_open({who.id, found->second.record.conversation})) {
        co_return fail(fault::not_found, "there is no such turn");
    }
    if (!chat::is_final(found->second.record.state)) {
        co_return fail(fault::conflict, "the answer is still being written");
    }
    found->second.record.rated = std::move(rated);
    co_return result<>();
}

std::vector<conversation_match> in_memory_conversation_store::find_words(
    const access::principal_id& who, const std::set<std::string>& wanted) const
{
    std::vector<ranked_match> found;
    const auto look_into = [&](const std::string& text, conversation_match match,
                               std::uint64_t sequence) {
        const std::vector<std::string> all = analyzer_->terms(text);
        const std::set<std::string> terms(all.begin(), all.end());
        const auto words = static_cast<std::size_t>(
            std::count_if(wanted.begin(), wanted.end(),
                          [&](const std::string& word) { return terms.contains(word); }));
        if (words == 0) return;
        match.snippet = chat::make_snippet(text, wanted, *analyzer_);
        found.push_back(ranked_match{std::move(match), words, all.size(), sequence});
    };
    for (const auto& [key, stored] : conversations_) {
        if (key.first != who || stored.deleted_at) continue;
        const conversation_match of_title{key.second,         stored.title, std::nullopt,
                                          match_place::title, {},           stored.created_at};
        const auto turns = turns_in(key);
        look_into(stored.indexed_title, of_title, turns.front()->sequence);
        for (const stored_turn* turn : turns) {
            conversation_match match = of_title;
            match.turn = turn->record.id;
            match.created_at = turn->record.created_at;
            match.place = match_place::question;
            const std::size_t before = found.size();
            look_into(turn->indexed_question, match, turn->sequence);
            match.place = match_place::answer;
            look_into(turn->indexed_answer, match, turn->sequence);
            // One match for a turn: its better message.
            if (found.size() - before < 2) continue;
            if (is_better(found[before], found[before + 1])) found.pop_back();
            else found.erase(found.begin() + static_cast<std::ptrdiff_t>(before));
        }
    }
    std::sort(found.begin(), found.end(), is_better);
    std::vector<conversation_match> matches;
    for (ranked_match& one : found) matches.push_back(std::move(one.is));
    return matches;
}

task<result<std::vector<conversation_match>>> in_memory_conversation_store::search(
    call_scope, access::principal who, std::string text, std::size_t limit)
{
    if (auto planned = plan_.enter(conversation_operation::search)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::vector<conversation_match> matches;
    if (analyzer_ == nullptr) co_return matches;
    const std::vector<std::string> terms = analyzer_->terms(text);
    const std::set<std::string> wanted(terms.begin(), terms.end());
    matches = find_words(who.id, wanted);
    if (matches.size() > limit) {
        matches.erase(matches.begin() + static_cast<std::ptrdiff_t>(limit), matches.end());
    }
    co_return matches;
}

task<result<std::size_t>> in_memory_conversation_store::index_messages(call_scope,
                                                                       std::size_t limit)
{
    if (auto planned = plan_.enter(conversation_operation::index_messages)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::size_t indexed = 0;
    const auto keep = [&](std::string& kept, const std::string& text) {
        if (kept == text || indexed == limit) return;
        kept = text;
        ++indexed;
    };
    for (auto& [key, stored] : conversations_) keep(stored.indexed_title, stored.title);
    for (auto& [key, turn] : turns_) {
        keep(turn.indexed_question, turn.record.question);
        if (chat::is_final(turn.record.state)) keep(turn.indexed_answer, turn.record.answer);
    }
    co_return indexed;
}

task<result<std::size_t>> in_memory_conversation_store::erase_deleted(call_scope,
                                                                      wall_time deleted_before,
                                                                      std::size_t limit)
{
    if (auto planned = plan_.enter(conversation_operation::erase_deleted)) co_return *planned;
    const std::lock_guard lock(guard_);
    std::size_t erased = 0;
    for (auto at = conversations_.begin(); at != conversations_.end() && erased < limit;) {
        const conversation_key key = at->first;
        const bool is_old = at->second.deleted_at && *at->second.deleted_at < deleted_before;
        if (!is_old || summary_of(key, at->second).is_running) {
            ++at;
            continue;
        }
        std::erase_if(turns_, [&](const auto& turn) {
            return turn.first.who == key.first && turn.second.record.conversation == key.second;
        });
        at = conversations_.erase(at);
        ++erased;
    }
    co_return erased;
}

}  // namespace parlance::fakes
