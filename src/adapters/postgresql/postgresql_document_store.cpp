#include <parlance/postgresql/document_removal.hpp>
#include <parlance/postgresql/document_rows.hpp>
#include <parlance/postgresql/postgresql_document_store.hpp>
#include <parlance/postgresql/store_identity.hpp>
#include <parlance/stored_form/page_cursor.hpp>

#include <functional>
#include <utility>

namespace parlance::postgresql {

using knowledge::document;
using knowledge::document_id;
using knowledge::document_page;

task<result<document>> postgresql_document_store::add(call_scope scope, access::principal who,
                                                      document added)
{
    std::function<task<result<document>>(transaction&)> work =
        [who = who.id, added = std::move(added)](transaction& in) {
            return add_document(in, who, added);
        };
    co_return co_await database_.write<document>(std::move(scope), durability::power_loss,
                                                 std::move(work));
}

task<result<document>> postgresql_document_store::find(call_scope scope, access::principal who,
                                                       document_id which)
{
    std::function<task<result<document>>(transaction&)> work =
        [who = who.id, which](transaction& in) { return find_document(in, who, which); };
    co_return co_await database_.read<document>(std::move(scope), std::move(work));
}

task<result<document_page>> postgresql_document_store::list(call_scope scope, access::principal who,
                                                            knowledge::document_query wanted)
{
    const auto after = stored_form::parse_cursor(wanted.cursor);
    if (!after) co_return after.error();
    const documents_wanted rows{wanted.state, *after, wanted.limit};
    std::function<task<result<document_page>>(transaction&)> work =
        [who = who.id, rows](transaction& in) { return list_documents(in, who, rows); };
    co_return co_await database_.read<document_page>(std::move(scope), std::move(work));
}

task<result<std::vector<knowledge::passage>>> postgresql_document_store::read_page(
    call_scope scope, access::principal who, document_id which, std::int64_t page)
{
    using passages = std::vector<knowledge::passage>;
    std::function<task<result<passages>>(transaction&)> work = [who = who.id, which,
                                                                page](transaction& in) {
        return postgresql::read_page(in, who, which, page);
    };
    co_return co_await database_.read<passages>(std::move(scope), std::move(work));
}

task<result<wall_time>> postgresql_document_store::remove(call_scope scope, access::principal who,
                                                          document_id which, wall_time now)
{
    std::function<task<result<wall_time>>(transaction&)> work = [who = who.id, which,
                                                                 now](transaction& in) {
        return remove_document(in, who, which, now);
    };
    co_return co_await database_.write<wall_time>(std::move(scope), durability::power_loss,
                                                  std::move(work));
}

task<result<document>> postgresql_document_store::restore(call_scope scope, access::principal who,
                                                          document_id which)
{
    std::function<task<result<document>>(transaction&)> work =
        [who = who.id, which](transaction& in) { return restore_document(in, who, which); };
    co_return co_await database_.write<document>(std::move(scope), durability::power_loss,
                                                 std::move(work));
}

task<result<document>> postgresql_document_store::retry(call_scope scope, access::principal who,
                                                        document_id which)
{
    std::function<task<result<document>>(transaction&)> work =
        [who = who.id, which](transaction& in) { return retry_document(in, who, which); };
    co_return co_await database_.write<document>(std::move(scope), durability::crash,
                                                 std::move(work));
}

task<result<std::size_t>> postgresql_document_store::purge(call_scope scope, wall_time before)
{
    std::function<task<result<std::size_t>>(transaction&)> work = [before](transaction& in) {
        return purge_documents(in, before);
    };
    co_return co_await database_.write<std::size_t>(std::move(scope), durability::crash,
                                                    std::move(work));
}

task<result<std::vector<std::string>>> postgresql_document_store::unused_content(
    call_scope scope, std::vector<std::string> content_hashes)
{
    using hashes = std::vector<std::string>;
    std::function<task<result<hashes>>(transaction&)> work =
        [asked = std::move(content_hashes)](transaction& in) {
            return postgresql::unused_content(in, asked);
        };
    co_return co_await database_.read<hashes>(std::move(scope), std::move(work));
}

task<result<std::vector<std::string>>> postgresql_document_store::added_content(
    call_scope scope, std::vector<std::string> content_hashes)
{
    using hashes = std::vector<std::string>;
    std::function<task<result<hashes>>(transaction&)> work =
        [asked = std::move(content_hashes)](transaction& in) {
            return postgresql::added_content(in, asked);
        };
    co_return co_await database_.read<hashes>(std::move(scope), std::move(work));
}

task<result<knowledge::store_id>> postgresql_document_store::identify(call_scope scope,
                                                                      knowledge::store_id proposed)
{
    using knowledge::store_id;
    std::function<task<result<store_id>>(transaction&)> work = [proposed](transaction& in) {
        return make_identity(in, proposed);
    };
    co_return co_await database_.write<store_id>(std::move(scope), durability::power_loss,
                                                 std::move(work));
}

task<result<knowledge::holdings>> postgresql_document_store::look_at_holdings(call_scope scope)
{
    std::function<task<result<knowledge::holdings>>(transaction&)> work = [](transaction& in) {
        return holdings_of(in);
    };
    co_return co_await database_.read<knowledge::holdings>(std::move(scope), std::move(work));
}

}  // namespace parlance::postgresql
