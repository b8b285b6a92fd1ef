#include <parlance/postgresql/postgresql_passage_index.hpp>

#include <parlance/postgresql/passage_search.hpp>

#include <functional>
#include <utility>

namespace parlance::postgresql {

task<result<knowledge::index_hits>> postgresql_passage_index::search(call_scope scope,
                                                                     access::principal who,
                                                                     std::vector<std::string> terms,
                                                                     std::size_t limit)
{
    using hits = knowledge::index_hits;
    std::function<task<result<hits>>(transaction&)> work = [who = who.id, terms = std::move(terms),
                                                            limit](transaction& in) {
        return search_passages(in, who, terms, limit);
    };
    co_return co_await database_.read<hits>(std::move(scope), std::move(work));
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
