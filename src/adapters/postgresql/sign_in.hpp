#pragma once

#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>

#include <memory>
#include <string_view>

struct pg_conn;

namespace parlance::postgresql {

struct handle_closer {
    void operator()(pg_conn* handle) const;
};
using owned_handle = std::unique_ptr<pg_conn, handle_closer>;

/// Connects to one server, whose address is known, and signs in.  @throws refusal.
task<owned_handle> sign_in(const config& where, const host& server, std::string_view password);

}  // namespace parlance::postgresql
