#include <parlance/postgresql/postgresql_passage_index.hpp>

#include <parlance/foundation/finish_by.hpp>
#include <parlance/postgresql/passage_search.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

namespace parlance::postgresql {
namespace {

using something = std::vector<something_to_read>;

task<result<something>> look_together(database& on,
                                      std::vector<std::shared_ptr<const access::principal_id>> all)
{
    std::vector<access::principal_id> asking;
    for (const auto& one : all) asking.push_back(*one);
    const call_scope unbounded;
    const auto found = co_await on.look(unbounded, who_has_something(asking));
    if (!found) co_return found.error();
    something seen(all.size(), something_to_read::no);
    for (const row one : *found)
        seen.at(static_cast<std::size_t>(one.integer(0) - 1)) = something_to_read::yes;
    co_return seen;
}

knowledge::index_hits nothing_of(const std::vector<std::string>& terms)
{
    knowledge::index_hits hits;
    hits.term_frequency.resize(terms.size(), 0);
    return hits;
}

}  // namespace

postgresql_passage_index::postgresql_passage_index(database& from)
    : database_(from),
      looks_("look_for_documents", from.with(),
             [&from](std::vector<std::shared_ptr<const access::principal_id>> all) {
                 return look_together(from, std::move(all));
             })
{
}

task<result<knowledge::index_hits>> postgresql_passage_index::search(call_scope scope,
                                                                     access::principal who,
                                                                     std::vector<std::string> terms,
                                                                     std::size_t limit)
{
    using hits = knowledge::index_hits;
    const access::principal_id asking = who.id;
    if (last_had_nothing_) {
        const auto about = std::make_shared<const access::principal_id>(asking);
        auto looking = looks_.ask(about, sizeof(access::principal_id));
        const auto seen = co_await finish_by(scope, std::move(looking));
        if (!seen) co_return seen.error();
        if (*seen == something_to_read::no) co_return nothing_of(terms);
    }
    std::function<task<result<hits>>(transaction&)> work = [asking, terms = std::move(terms),
                                                            limit](transaction& in) {
        return search_passages(in, asking, terms, limit);
    };
    auto found = co_await database_.read<hits>(std::move(scope), std::move(work));
    if (!found) co_return found.error();
    last_had_nothing_ = found->documents_total == 0;
    co_return found;
}

task<result<std::vector<knowledge::found_passage>>> postgresql_passage_index::read(
    call_scope scope, access::principal who, std::vector<knowledge::passage_id> which)
{
    using passages = std::vector<knowledge::found_passage>;
    std::function<task<result<passages>>(transaction&)> work =
        [who = who.id, which = std::move(which)](transaction& in) {
            return read_passages(in, who, which);
        };
    co_return co_await database_.read<passages>(std::move(scope), std::move(work));
}

}  // namespace parlance::postgresql
