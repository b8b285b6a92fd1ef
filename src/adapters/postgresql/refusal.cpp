#include <parlance/postgresql/refusal.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace parlance::postgresql {
namespace {

struct rule {
    std::string_view begins;  // the SQLSTATE
    remedy what;
    fault kind;
};

/// The first that fits counts. @source PostgreSQL 15, appendix A
constexpr std::array<rule, 16> rules{{
    {"40001", remedy::repeat, fault::overloaded},     // serialization failure
    {"40P01", remedy::repeat, fault::overloaded},     // deadlock
    {"08", remedy::reconnect, fault::overloaded},     // connection exceptions, poolers
    {"57P01", remedy::reconnect, fault::overloaded},  // the administrator ends us
    {"57P02", remedy::reconnect, fault::overloaded},  // another process crashed
    {"57P03", remedy::reconnect, fault::overloaded},  // it is starting or ending
    {"57P05", remedy::reconnect, fault::overloaded},  // was idle for too long
    {"25P03", remedy::reconnect, fault::overloaded},  // was idle in a transaction
    {"25006", remedy::reconnect, fault::overloaded},  // read-only: no longer the primary
    {"53300", remedy::wait, fault::overloaded},       // too many connections
    {"53", remedy::none, fault::overloaded},          // disk full, out of memory
    {"55P03", remedy::none, fault::overloaded},       // waited too long for a lock
    {"57014", remedy::none, fault::overloaded},       // ran too long
    {"58", remedy::none, fault::overloaded},          // the server's disk fails
    {"28", remedy::new_password, fault::overloaded},  // not let in
    {"", remedy::none, fault::internal},              // our mistake, or a missing right
}};

/// Whether PostgreSQL's words are about the server, the schema and our SQL. Those of other classes
/// repeat values: 22P02 is "invalid input syntax for type integer: …". What it says beside its
/// first sentence, as DETAIL with a whole row, is never read.
bool may_be_told(std::string_view sqlstate)
{
    constexpr std::array<std::string_view, 11> classes{"08", "23", "25", "28", "3D", "40",
                                                       "42", "53", "55", "57", "58"};
    return std::find(classes.begin(), classes.end(), sqlstate.substr(0, 2)) != classes.end();
}

}  // namespace

refusal refusal_for(std::string_view sqlstate, std::string_view message)
{
    if (sqlstate.empty()) {
        return refusal(fail(fault::overloaded, "postgresql: " + std::string(message)),
                       remedy::reconnect);
    }
    const auto* const found = std::find_if(rules.begin(), rules.end(), [&](const rule& one) {
        return sqlstate.starts_with(one.begins);
    });
    std::string detail = "postgresql " + std::string(sqlstate);
    if (may_be_told(sqlstate)) detail += ": " + std::string(message);
    return refusal(fail(found->kind, std::move(detail)), found->what, std::string(sqlstate));
}

void repeat_transaction()
{
    throw refusal(fail(fault::overloaded, "another transaction was faster"), remedy::repeat);
}

}  // namespace parlance::postgresql
