#include <parlance/foundation/error.hpp>

#include <parlance/foundation/thrown.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace parlance {
namespace {

struct named_fault {
    fault kind;
    std::string_view name;
};

constexpr std::array<named_fault, 12> names{{
    {fault::invalid_request, "invalid_request"},
    {fault::unauthenticated, "unauthenticated"},
    {fault::forbidden, "forbidden"},
    {fault::not_found, "not_found"},
    {fault::conflict, "conflict"},
    {fault::quota_exceeded, "quota_exceeded"},
    {fault::overloaded, "overloaded"},
    {fault::upstream_unavailable, "upstream_unavailable"},
    {fault::upstream_rejected, "upstream_rejected"},
    {fault::deadline_exceeded, "deadline_exceeded"},
    {fault::cancelled, "cancelled"},
    {fault::internal, "internal"},
}};

}  // namespace

std::string_view name_of(fault kind)
{
    for (const named_fault& entry : names) {
        if (entry.kind == kind) return entry.name;
    }
    return "internal";
}

std::optional<fault> fault_named(std::string_view name)
{
    for (const named_fault& entry : names) {
        if (entry.name == name) return entry.kind;
    }
    return std::nullopt;
}

error fail(fault kind, std::string detail, boost::source_location where)
{
    return error{kind, std::move(detail), std::nullopt, where};
}

error while_doing(std::string_view what, error cause)
{
    cause.detail = std::string(what) + ": " + cause.detail;
    return cause;
}

void throw_exception_from_error(const error& cause, const boost::source_location& where)
{
    // Reading the value of a failed result is a bug of the caller, not an outcome.
    throw misread_result(std::string(name_of(cause.kind)) + ": " + cause.detail + " (read at " +
                         where.file_name() + ":" + std::to_string(where.line()) + ")");
}

void assertion_failed(const char* claim, boost::source_location where)
{
    std::fprintf(stderr, "parlance: broken invariant '%s' at %s:%u\n", claim, where.file_name(),
                 static_cast<unsigned>(where.line()));
    std::abort();
}

}  // namespace parlance
