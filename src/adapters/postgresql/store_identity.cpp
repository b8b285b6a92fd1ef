#include <parlance/postgresql/store_identity.hpp>

#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/connector.hpp>
#include <parlance/postgresql/rows.hpp>

#include <memory>
#include <utility>

namespace parlance::postgresql {
namespace {

constexpr auto its_id = "SELECT id FROM store_identity";
constexpr auto its_holdings =
    "SELECT EXISTS (SELECT 1 FROM documents WHERE NOT is_sample), "
    "EXISTS (SELECT 1 FROM documents)";
constexpr auto its_tables =
    "SELECT to_regclass('store_identity') IS NOT NULL, to_regclass('documents') IS NOT NULL";

knowledge::holdings holdings_in(const rows& found)
{
    if (found[0].boolean(0)) return knowledge::holdings::documents;
    return found[0].boolean(1) ? knowledge::holdings::samples : knowledge::holdings::nothing;
}

task<store_look> look_on(connection& on)
{
    store_look seen;
    statement which(its_tables);
    const rows tables = co_await on.run(std::move(which));
    if (tables[0].boolean(0)) {
        statement identity(its_id);
        const rows found = co_await on.run(std::move(identity));
        if (!found.empty()) seen.self = knowledge::store_id(found[0].uuid(0));
    }
    if (tables[0].boolean(1)) {
        statement held(its_holdings);
        const rows found = co_await on.run(std::move(held));
        seen.held = holdings_in(found);
    }
    co_return seen;
}

}  // namespace

task<result<knowledge::store_id>> make_identity(transaction& in, knowledge::store_id proposed)
{
    // Who proposes beside us is waited for; then its row is there.
    co_await in.run("INSERT INTO store_identity (id) VALUES ($1) ON CONFLICT DO NOTHING", proposed);
    const rows known = co_await in.run(its_id);
    if (known.empty()) repeat_transaction();  // it was made after this transaction began to look
    co_return knowledge::store_id(known[0].uuid(0));
}

task<result<knowledge::holdings>> holdings_of(transaction& in)
{
    const rows found = co_await in.run(its_holdings);
    co_return holdings_in(found);
}

task<result<std::vector<std::string>>> added_content(transaction& in,
                                                     std::vector<std::string> content_hashes)
{
    const verbatim_list hashes{content_hashes};
    const rows found = co_await in.run(
        "SELECT asked.hash FROM unnest($1) WITH ORDINALITY AS asked (hash, at) WHERE EXISTS ("
        "SELECT 1 FROM documents WHERE content_hash = asked.hash AND NOT is_sample) "
        "ORDER BY asked.at",
        hashes);
    std::vector<std::string> added;
    for (const row one : found) added.push_back(one.text(0));
    co_return added;
}

task<result<store_look>> look_at_store(config where, collaborators with)
{
    const connector opens(std::move(where), std::move(with));
    std::optional<error> refused;
    try {
        const std::unique_ptr<connection> on = co_await opens.open();
        co_return co_await look_on(*on);
    } catch (const refusal& caught) {
        refused = caught.cause();
    }
    co_return *refused;
}

}  // namespace parlance::postgresql
