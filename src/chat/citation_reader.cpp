#include <parlance/chat/citation_reader.hpp>

#include <parlance/chat/reading_limits.hpp>
#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <variant>

namespace parlance::chat {
namespace {

std::string quote_of(const citation& cited, std::string_view text)
{
    const std::size_t from = floor_to_character(text, static_cast<std::size_t>(cited.quote_from));
    const std::size_t end =
        floor_to_character(text, static_cast<std::size_t>(cited.quote_from + cited.quote_bytes));
    return std::string(text.substr(from, end - from));
}

}  // namespace

std::vector<citation> citations_of(const turn_record& turn)
{
    std::vector<citation> found;
    for (const placed_event& event : turn.events) {
        const auto* cited = std::get_if<citation>(&event.what);
        if (cited == nullptr) continue;
        const bool is_bounded = found.size() >= citations_shown_max;
        const bool is_repeated =
            is_bounded && std::find(found.begin(), found.end(), *cited) != found.end();
        if (!is_repeated) found.push_back(*cited);
    }
    return found;
}

task<result<std::vector<shown_citation>>> citation_reader::show(call_scope scope,
                                                                access::principal who,
                                                                std::vector<citation> which) const
{
    std::vector<shown_citation> shown;
    if (which.empty()) co_return shown;
    std::vector<knowledge::passage_id> wanted;
    wanted.reserve(which.size());
    for (const citation& cited : which) wanted.push_back(cited.passage);

    auto found = co_await index_.read(std::move(scope), std::move(who), std::move(wanted));
    if (!found) co_return while_doing("reading cited passages", found.error());

    for (citation& cited : which) {
        const auto place = std::find_if(
            found->begin(), found->end(),
            [&](const knowledge::found_passage& one) { return one.is.id == cited.passage; });
        shown_citation one{cited, std::nullopt, {}};
        if (place != found->end()) {
            one.quote = quote_of(cited, place->is.text);
            one.source = *place;
            std::string().swap(one.source->is.text);  // what is not quoted is not shown
        }
        shown.push_back(std::move(one));
    }
    co_return shown;
}

task<result<std::vector<std::vector<shown_citation>>>> citation_reader::show_all(
    call_scope scope, access::principal who, const std::vector<turn_record>& of) const
{
    std::vector<citation> named;
    std::vector<std::size_t> counts;
    for (const turn_record& turn : of) {
        const std::vector<citation> own = citations_of(turn);
        counts.push_back(own.size());
        named.insert(named.end(), own.begin(), own.end());
    }
    auto shown = co_await show(std::move(scope), std::move(who), std::move(named));
    if (!shown) co_return shown.error();
    std::vector<std::vector<shown_citation>> by_turn;
    auto at = shown->begin();
    for (const std::size_t count : counts) {
        const auto end = at + static_cast<std::ptrdiff_t>(count);
        by_turn.emplace_back(std::make_move_iterator(at), std::make_move_iterator(end));
        at = end;
    }
    co_return by_turn;
}

}  // namespace parlance::chat
