#pragma once

#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/config.hpp>
#include <parlance/postgresql/connection.hpp>

#include <atomic>
#include <memory>
#include <string_view>

namespace parlance::postgresql {

/// Makes connections to a database: looks names up, asks for the password, tries one host after
/// the other. Where a pooler refuses start-up options it goes without them from then on.
class connector {
public:
    connector(config where, collaborators with)
        : where_(std::move(where)), plain_(without_time_outs(where_)), with_(std::move(with))
    {
    }

    /// A new connection to the first host that takes writes. A password that is refused is asked
    /// for anew, once.  @throws  refusal.
    task<std::unique_ptr<connection>> open() const;

    [[nodiscard]] const config& where() const { return where_; }

private:
    task<std::unique_ptr<connection>> open_with(std::shared_ptr<const secret> password) const;
    task<std::shared_ptr<const secret>> password(bool is_refused) const;
    struct attempt;
    task<attempt> try_one(host server, std::string_view password) const;
    task<std::unique_ptr<connection>> open_one(host server, std::string_view password) const;
    task<std::unique_ptr<connection>> open_as(const config& asked, host server,
                                              std::string_view password) const;

    config where_;
    config plain_;
    collaborators with_;
    std::shared_ptr<std::atomic<bool>> is_plain_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace parlance::postgresql
