#pragma once

#include <parlance/foundation/event.hpp>
#include <parlance/foundation/task.hpp>
#include <parlance/postgresql/connection.hpp>
#include <parlance/postgresql/connector.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace parlance::postgresql {

class connection_pool;

/// Who is given a connection first: what keeps what runs goes before what only looks, however many
/// look. There are few writers, since what many write at once is written together.
enum class urgency { writes, looks };

/// A connection while somebody uses it. It goes back to its pool, or is ended when it is not fit
/// for that; on the loop that used it.
class lease {
public:
    lease() = default;
    lease(std::shared_ptr<connection_pool> from, std::unique_ptr<connection> is,
          steady_time ends_at, std::uint64_t generation);
    lease(lease&& other) noexcept = default;
    lease& operator=(lease&& other) noexcept;
    lease(const lease&) = delete;
    lease& operator=(const lease&) = delete;
    ~lease() { give_back(); }

    connection& operator*() const { return *is_; }
    connection* operator->() const { return is_.get(); }
    [[nodiscard]] bool is_held() const { return is_ != nullptr; }
    void give_back();
    /// Ends it: it works, but not as it should.
    void discard();

private:
    std::shared_ptr<connection_pool> from_;
    std::unique_ptr<connection> is_;
    steady_time ends_at_;
    std::uint64_t generation_ = 0;
};

/// The connections of one replica. Those that are needed are opened beside those who wait, a few at
/// a time and with growing pauses while that fails, so that nobody's leaving undoes the work and a
/// server that comes back is not run over.
class connection_pool : public std::enable_shared_from_this<connection_pool> {
public:
    explicit connection_pool(connector opens, collaborators with);

    /// A connection that works, by `until`. In each of two lines whoever came first is served
    /// first.
    /// @throws  refusal: too many wait, or none could be had; the detail says why.
    task<lease> take(urgency how, steady_time until);
    /// A connection broke: idle ones are looked at before they are used again.
    void suspect_all();

    [[nodiscard]] const config& where() const { return connector_.where(); }

private:
    friend class lease;
    struct idle_connection {
        std::unique_ptr<connection> is;
        steady_time ends_at;
        std::uint64_t generation = 0;
    };
    struct waiter {
        event came;
        std::optional<idle_connection> given;
    };
    class place_in_line;
    class opener;
    class reserved_room;

    [[nodiscard]] std::size_t waiting() const { return writers_.size() + lookers_.size(); }
    void receive(idle_connection back);
    void drop(std::unique_ptr<connection> unfit);
    void end_aside(std::unique_ptr<connection> ended);
    std::optional<idle_connection> take_idle();
    task<idle_connection> wait_in_line(urgency how, steady_time until);
    task<bool> still_works(connection& idle);
    void open_when_needed();
    task<> open_some();
    task<> open_one();
    [[nodiscard]] bool is_wanted();
    [[nodiscard]] std::chrono::milliseconds pause_now();
    void note_failure(const error& cause);
    void note_success();
    [[nodiscard]] std::chrono::milliseconds jitter(std::chrono::milliseconds most);
    [[nodiscard]] error none_came();

    connector connector_;
    collaborators with_;
    std::mutex guard_;  // of everything below
    std::vector<idle_connection> idle_;
    using line = std::deque<std::shared_ptr<waiter>>;
    line writers_;
    line lookers_;
    std::size_t opened_ = 0;   // that exist or are being opened
    std::size_t openers_ = 0;  // tasks that open
    std::uint64_t generation_ = 0;
    std::optional<error> failure_;  // of the last try to connect, while it is the last
    std::chrono::milliseconds pause_{0};
};

}  // namespace parlance::postgresql
