#include <parlance/sqlite/connection.hpp>
#include <parlance/sqlite/document_removal.hpp>
#include <parlance/sqlite/document_rows.hpp>
#include <parlance/sqlite/sqlite_document_store.hpp>
#include <parlance/sqlite/store_identity.hpp>
#include <parlance/stored_form/page_cursor.hpp>

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
                                                        knowledge::document_query wanted)
{
    const auto after = stored_form::parse_cursor(wanted.cursor);
    if (!after) co_return after.error();
    const documents_wanted rows{wanted.state, *after, wanted.limit};
    std::function<result<document_page>(connection&)> work = [who = who.id, rows](connection& on) {
        return list_documents(on, who, rows);
    };
    co_return co_await database_.read<document_page>(std::move(work));
}

task<result<std::vector<knowledge::passage>>> sqlite_document_store::read_page(
    call_scope, access::principal who, document_id which, std::int64_t page)
{
    using passages = std::vector<knowledge::passage>;
    std::function<result<passages>(connection&)> work = [who = who.id, which,
                                                         page](connection& on) {
        return sqlite::read_page(on, who, which, page);
    };
    co_return co_await database_.read<passages>(std::move(work));
}

task<result<wall_time>> sqlite_document_store::remove(call_scope, access::principal who,
                                                      document_id which, wall_time now)
{
    std::function<result<wall_time>(connection&)> work =
        [who = who.id, which, now](connection& on) { return remove_document(on, who, which, now); };
    co_return co_await database_.write<wall_time>(durability::power_loss, std::move(work));
}

task<result<document>> sqlite_document_store::restore(call_scope, access::principal who,
                                                      document_id which)
{
    std::function<result<document>(connection&)> work = [who = who.id, which](connection& on) {
        return restore_document(on, who, which);
    };
    co_return co_await database_.write<document>(durability::power_loss, std::move(work));
}

task<result<document>> sqlite_document_store::retry(call_scope, access::principal who,
                                                    document_id which)
{
    std::function<result<document>(connection&)> work = [who = who.id, which](connection& on) {
        return retry_document(on, who, which);
    };
    co_return co_await database_.write<document>(durability::crash, std::move(work));
}

task<result<std::size_t>> sqlite_document_store::purge(call_scope, wall_time before)
{
    std::function<result<std::size_t>(connection&)> work = [before](connection& on) {
        return purge_documents(on, before);
    };
    co_return co_await database_.write<std::size_t>(durability::crash, std::move(work));
}

task<result<std::vector<std::string>>> sqlite_document_store::unused_content(
    call_scope, std::vector<std::string> content_hashes)
{
    using hashes = std::vector<std::string>;
    std::function<result<hashes>(connection&)> work =
        [asked = std::move(content_hashes)](connection& on) {
            return sqlite::unused_content(on, asked);
        };
    co_return co_await database_.read<hashes>(std::move(work));
}

task<result<std::vector<std::string>>> sqlite_document_store::added_content(
    call_scope, std::vector<std::string> content_hashes)
{
    using hashes = std::vector<std::string>;
    std::function<result<hashes>(connection&)> work =
        [asked = std::move(content_hashes)](connection& on) -> result<hashes> {
        return sqlite::added_content(on, asked);
    };
    co_return co_await database_.read<hashes>(std::move(work));
}

task<result<knowledge::store_id>> sqlite_document_store::identify(call_scope,
                                                                  knowledge::store_id proposed)
{
    using knowledge::store_id;
    // Nothing is written at each start, also on a disk that is full.
    std::function<result<std::optional<store_id>>(connection&)> looking =
        [](connection& on) -> result<std::optional<store_id>> { return known_identity(on); };
    const auto known = co_await database_.read<std::optional<store_id>>(std::move(looking));
    if (!known) co_return known.error();
    if (*known) co_return **known;
    std::function<result<store_id>(connection&)> making = [proposed](connection& on) {
        return make_identity(on, proposed);
    };
    co_return co_await database_.write<store_id>(durability::power_loss, std::move(making));
}

task<result<knowledge::holdings>> sqlite_document_store::look_at_holdings(call_scope)
{
    std::function<result<knowledge::holdings>(connection&)> work =
        [](connection& on) -> result<knowledge::holdings> { return holdings_of(on); };
    co_return co_await database_.read<knowledge::holdings>(std::move(work));
}

}  // namespace parlance::sqlite
