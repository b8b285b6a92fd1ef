#pragma once

#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/connection.hpp>

#include <memory>
#include <vector>

namespace parlance::postgresql {

/// Makes connections to a database: looks names up, asks for the password, tries one host after
/// the other.
class connector {
public:
    connector(config where, collaborators with) : where_(std::move(where)), with_(std::move(with))
    {
    }

    /// A new connection to the first host that takes writes. A password that is refused is asked
    /// for anew, once.  @throws  refusal.
    task<std::unique_ptr<connection>> open() const;

    [[nodiscard]] const config& where() const { return where_; }

private:
    task<std::unique_ptr<connection>> open_with(std::shared_ptr<const secret> password) const;
    task<std::shared_ptr<const secret>> password(bool is_refused) const;

    config where_;
    collaborators with_;
};

}  // namespace parlance::postgresql
