#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/document_rows.hpp>
#include <parlance/sqlite/page_cursor.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>

#include <functional>
#include <utility>

namespace parlance::sqlite {

using knowledge::document;
using knowledge::document_id;
using knowledge::document_page;

task<result<document>> sqlite_document_store::add(call_scope, access::principal who, document added)
{
    std::function<result<document>(connection&)> work = [who = who.id,
                                                         added = std::move(added)](connection& on) {
        return add_document(on, who, added);
    };
    co_return co_await database_.write<document>(durability::power_loss, std::move(work));
}

task<result<document>> sqlite_document_store::find(call_scope, access::principal who,
                                                   document_id which)
{
    std::function<result<document>(connection&)> work = [who = who.id, which](connection& on) {
        return find_document(on, who, which);
    };
    co_return co_await database_.read<document>(std::move(work));
}

task<result<document_page>> sqlite_document_store::list(call_scope, access::principal who,
                                                        std::string cursor, std::size_t limit)
{
    const auto after = parse_cursor(cursor);
    if (!after) co_return after.error();
    std::function<result<document_page>(connection&)> work = [who = who.id, after = *after,
                                                              limit](connection& on) {
        return list_documents(on, who, after, limit);
    };
    co_return co_await database_.read<document_page>(std::move(work));
}

task<result<std::optional<document>>> sqlite_document_store::take_queued(call_scope)
{
    std::function<result<std::optional<document>>(connection&)> work = [](connection& on) {
        return sqlite::take_queued(on);
    };
    co_return co_await database_.write<std::optional<document>>(durability::crash, std::move(work));
}

task<result<>> sqlite_document_store::finish_ready(call_scope, document_id which, std::string title,
                                                   std::vector<knowledge::indexed_passage> passages)
{
    std::function<result<>(connection&)> work = [which, title = std::move(title),
                                                 passages = std::move(passages)](connection& on) {
        return sqlite::finish_ready(on, which, title, passages);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<>> sqlite_document_store::finish_failed(call_scope, document_id which,
                                                    std::string reason)
{
    std::function<result<>(connection&)> work = [which,
                                                 reason = std::move(reason)](connection& on) {
        return sqlite::finish_failed(on, which, reason);
    };
    co_return co_await database_.write<void>(durability::crash, std::move(work));
}

task<result<std::size_t>> sqlite_document_store::requeue_left_reading(call_scope)
{
    std::function<result<std::size_t>(connection&)> work = [](connection& on) {
        return sqlite::requeue_left_reading(on);
    };
    co_return co_await database_.write<std::size_t>(durability::crash, std::move(work));
}

}  // namespace parlance::sqlite
