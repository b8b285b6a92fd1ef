#pragma once

#include <parlance/foundation/error.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace parlance::postgresql {

/// What can be done about what PostgreSQL refused.
enum class remedy {
    none,          // it would refuse again
    repeat,        // the whole transaction on the same server (serialization failure, deadlock)
    reconnect,     // this connection is of no use any more; another one may be
    new_password,  // the server did not take this one
    wait           // no room for another connection
};

/// What a pooler says to everything: no room, a server that crashed, a start-up option. The
/// connection is closed then.
inline constexpr std::string_view pooler_refuses = "08P01";

/// What PostgreSQL refused to do, or that it cannot be reached. Thrown inside this folder only:
/// database turns it into an error before anybody else sees it.
class refusal : public std::exception {
public:
    explicit refusal(error cause, remedy what = remedy::none, std::string sqlstate = {})
        : cause_(std::move(cause)), remedy_(what), sqlstate_(std::move(sqlstate))
    {
    }
    [[nodiscard]] const error& cause() const { return cause_; }
    [[nodiscard]] remedy what_helps() const { return remedy_; }
    /// Five characters; empty when the connection broke.
    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
    [[nodiscard]] const char* what() const noexcept override { return cause_.detail.c_str(); }

private:
    error cause_;
    remedy remedy_;
    std::string sqlstate_;
};

/// The refusal of a server that said `sqlstate`; empty when it said nothing. Its message is told
/// where it cannot hold values.
refusal refusal_for(std::string_view sqlstate, std::string_view message);

/// Undoes the transaction and does the work again: rows changed between two of its statements.
[[noreturn]] void repeat_transaction();

}  // namespace parlance::postgresql
