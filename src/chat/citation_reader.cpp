#include <parlance/chat/citation_reader.hpp>

#include <parlance/foundation/text.hpp>

#include <algorithm>
#include <utility>

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
        }
        shown.push_back(std::move(one));
    }
    co_return shown;
}

}  // namespace parlance::chat
