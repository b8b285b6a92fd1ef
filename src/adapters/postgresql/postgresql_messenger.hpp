#pragma once

#include <parlance/chat/replica_messenger.hpp>
#include <parlance/postgresql/database.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace parlance::postgresql {

/// Messages between replicas by NOTIFY, which any connection can send, and LISTEN, which needs a
/// session of its own: through a pooler nothing is heard, and it is not tried.
class postgresql_messenger : public chat::replica_messenger {
public:
    /// @param sends   outlives the messenger.
    /// @param direct  where to listen; nothing, or when a pooler turns out to be there: this
    /// replica
    ///                hears nothing and is_live() is false.
    postgresql_messenger(database& sends, std::optional<config> direct, collaborators with);
    ~postgresql_messenger() override;
    postgresql_messenger(const postgresql_messenger&) = delete;
    postgresql_messenger& operator=(const postgresql_messenger&) = delete;

    void listen(chat::replica_id self, listener hears) override;
    [[nodiscard]] bool is_live() const override;
    task<result<>> tell(call_scope scope, std::optional<chat::replica_id> whom,
                        std::vector<chat::replica_message> what) override;

    /// Stops listening. For the end.
    void close();

private:
    struct state;
    static task<> keep_listening(std::shared_ptr<state> on);

    database& sends_;
    std::shared_ptr<state> state_;  // shared with the task that listens
};

}  // namespace parlance::postgresql
